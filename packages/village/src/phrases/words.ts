/** Words that are spelled, turned round and counted, and kept as secret words. */
import { entriesOf } from "../language/phrases.ts";

/** Words of three to eight letters. Those of the test are never spelled or turned round in training. */
export const words = entriesOf(`
  air, ant, apple, arm, ash, autumn, back, bag, ball, balloon, banana, band, bank, barn, basket, bath,
  beach, bear, beard, bed, bee, bell, belt, bench, berry, bird, blanket, blue, board, boat, body, bone,
  book, boot, bottle, bowl, box, boy, branch, bread, brick, bridge, broom, brother, brush, bucket, bug,
  bus, bush, butter, cabin, cake, camel, camp, candle, cap, car, card, carpet, carrot, cart, castle, cave,
  chain, chair, chalk, cheese, cherry, chest, chicken, child, circle, circus, city, class, clay, clock,
  cloud, coast, coat, coin, cold, cook, copper, corn, corner, cotton, cow, crab, crown, cup, curtain,
  dance, dark, day, deer, desk, dinner, dish, doctor, dog, doll, donkey, door, dragon, dream, dress, drum,
  duck, dust, eagle, ear, early, earth, egg, elbow, engine, evening, eye, fair, family, farm, farmer,
  feather, fence, fern, field, finger, fire, fish, flag, floor, flower, flute, fly, foot, forest, fork,
  fox, friend, frog, fruit, game, garden, gate, gift, girl, glass, glove, goat, gold, goose, grape, grass,
  green, guitar, hair, hammer, hand, harbour, hat, hay, head, heart, hedge, hill, honey, hook, horse,
  hour, house, ice, ink, iron, island, jacket, jam, jar, jewel, juice, jump, jungle, kettle, key, king,
  kitchen, kite, kitten, knee, knife, ladder, lake, lamb, lamp, lantern, leaf, leg, lemon, letter, light,
  lion, lip, list, log, lunch, magic, map, market, match, meadow, meal, melon, metal, milk, mirror, money,
  monkey, month, moon, morning, mountain, mouse, mouth, music, nail, name, neck, needle, nest, net, night,
  noise, north, nose, number, nurse, nut, oak, oar, ocean, onion, orange, oven, owl, paint, palace, paper,
  parcel, park, parrot, party, path, peach, pear, pen, pencil, penguin, picnic, picture, pig, pillow,
  pilot, pin, pipe, planet, plant, plate, plum, pocket, pond, pony, pot, potato, prince, prize, puddle,
  puppy, purple, purse, queen, quiet, rabbit, rain, rainbow, ring, river, road, robin, robot, rock, roof,
  room, root, rope, rose, sack, sad, sail, sailor, salt, sand, school, sea, seal, seed, shadow, sheep,
  shelf, shell, ship, shirt, shoe, shop, shovel, silver, sister, sky, sleep, slow, smile, smoke, snail,
  snow, soap, sock, song, soup, spider, spoon, spring, square, stable, stairs, star, station, stick,
  stone, storm, story, stove, street, string, sugar, summer, sun, swan, table, tail, tea, teacher, tent,
  thumb, thunder, ticket, tiger, tin, toast, toe, tower, town, toy, train, tree, trumpet, tunnel, turtle,
  uncle, valley, vase, violin, voice, wagon, wall, walnut, water, wave, wax, weather, whale, wheat, wheel,
  whistle, wind, window, wing, winter, wolf, wood, wool, yard, year, yellow, young, zebra`);
