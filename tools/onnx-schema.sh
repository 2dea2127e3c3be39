#!/usr/bin/env bash
# Writes packages/formats/src/onnx/schema.generated.ts: ONNX's own schema (onnx.proto, Apache-2.0) as TypeScript for
# @bufbuild/protobuf. The schema comes out of the pip package `onnx`, protoc out of `grpcio-tools`, and the generator
# is npm's protoc-gen-es, which wants Node 22 (hence node@24).
#
# Run it only to take a newer schema; the result is committed, and nobody else needs these tools.
#
# Try it: tools/onnx-schema.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
ONNX=1.23.1
PROTOC_GEN_ES=2.17.0 # as @bufbuild/protobuf in packages/formats/package.json
out=packages/formats/src/onnx/schema.generated.ts

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet "onnx==$ONNX" grpcio-tools
schema=$("$work/venv/bin/python" -c 'import onnx, os; print(os.path.dirname(onnx.__file__))')
npm install --silent --prefix "$work" "@bufbuild/protoc-gen-es@$PROTOC_GEN_ES"
printf '#!/bin/sh\nexec npx -y -p node@24 node %s/node_modules/@bufbuild/protoc-gen-es/bin/protoc-gen-es\n' "$work" >"$work/plugin"
chmod +x "$work/plugin"
"$work/venv/bin/python" -m grpc_tools.protoc --plugin=protoc-gen-es="$work/plugin" -I "$schema" \
  --es_out="$work" --es_opt=target=ts,import_extension=ts,erasable_syntax=true "$schema/onnx.proto"
{
  printf '// SPDX-License-Identifier: Apache-2.0\n'
  printf '// Made by tools/onnx-schema.sh from onnx.proto of ONNX %s, (c) ONNX Project Contributors. Do not edit.\n\n' "$ONNX"
  cat "$work/onnx_pb.ts"
} >"$out"
