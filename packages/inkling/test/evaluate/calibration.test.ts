import { describe, expect, it } from "vitest";
import { Calibrator } from "../../src/evaluate/calibration.ts";

describe("Calibrator", () => {
  it("finds no error where confidence is the share that is right, and all of it where it is not", () => {
    const honest = new Calibrator();
    const boaster = new Calibrator();
    for (let i = 0; i < 100; i++) {
      honest.add({ confidence: 0.8, right: i < 80 });
      boaster.add({ confidence: 0.99, right: i < 50 });
    }
    expect(honest.result().expectedCalibrationError).toBeCloseTo(0, 12);
    expect(boaster.result().expectedCalibrationError).toBeCloseTo(0.49, 12);
  });

  it("weighs bins by how much is in them (by hand, 2 bins)", () => {
    const calibrator = new Calibrator(2);
    for (const [confidence, right] of [
      [0.2, true],
      [0.4, false],
      [0.9, true],
    ] as const) {
      calibrator.add({ confidence, right });
    }
    const { bins, expectedCalibrationError, accuracy, confidence, count } = calibrator.result();
    expect(bins.map((bin) => bin.count)).toEqual([2, 1]);
    expect(bins[0]).toMatchObject({ low: 0, high: 0.5, accuracy: 0.5 });
    expect(bins[0].confidence).toBeCloseTo(0.3, 12);
    expect(expectedCalibrationError).toBeCloseTo((2 * 0.2 + 1 * 0.1) / 3, 12);
    expect([accuracy, count]).toEqual([2 / 3, 3]);
    expect(confidence).toBeCloseTo(0.5, 12);
  });

  it("puts the ends into the first and last bin, and says so when given no probability", () => {
    const calibrator = new Calibrator(4);
    for (const confidence of [0, 1]) calibrator.add({ confidence, right: true });
    expect(calibrator.result().bins.map((bin) => bin.count)).toEqual([1, 0, 0, 1]);
    expect(() => calibrator.add({ confidence: 1.5, right: true })).toThrow(/1\.5/);
    expect(new Calibrator().result()).toMatchObject({ count: 0, expectedCalibrationError: 0 });
  });
});
