#!/usr/bin/env bash
# Builds a working @tensorflow/tfjs-node 4.22.0 from the package registries alone (no release storage):
# the JavaScript from npm, TensorFlow's C library from the Python package tensorflow-cpu, the addon by node-gyp.
# Usage: tfjs-node-native.sh DIR      afterwards DIR/node_modules/@tensorflow/tfjs-node loads natively
# Needs node 20, python3 with pip, g++, about 3 GB of disk and two minutes.
set -euo pipefail
dir=${1:?usage: tfjs-node-native.sh DIR}
mkdir -p "$dir" && cd "$dir"
[ -f package.json ] || echo '{ "private": true }' >package.json # npm init refuses a folder named .native
npm install --no-save --no-package-lock --ignore-scripts @tensorflow/tfjs-node@4.22.0 >/dev/null
addon=$PWD/node_modules/@tensorflow/tfjs-node
if node -e "require('@tensorflow/tfjs-node')" 2>/dev/null; then echo "already native: $addon"; exit 0; fi
wheels=$(mktemp -d); trap 'rm -rf "$wheels"' EXIT
python3 -m pip download --quiet --no-deps -d "$wheels" tensorflow-cpu
python3 - "$wheels" "$addon/deps" <<'PY'
import glob, os, sys, zipfile
wheels, deps = sys.argv[1:]
headers = ('tensorflow/include/tensorflow/', 'tensorflow/include/external/', 'tensorflow/include/xla/', 'tensorflow/include/tsl/')
with zipfile.ZipFile(glob.glob(wheels + '/*.whl')[0]) as wheel:
    for name in wheel.namelist():
        if name.endswith('/'): continue
        if name.startswith(headers): out = os.path.join(deps, 'include', name[len('tensorflow/include/'):])
        elif name in ('tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2'): out = os.path.join(deps, 'lib', os.path.basename(name))
        else: continue
        os.makedirs(os.path.dirname(out), exist_ok=True)
        with wheel.open(name) as source, open(out, 'wb') as target:
            while chunk := source.read(1 << 20): target.write(chunk)
PY
ln -sf libtensorflow_cc.so.2 "$addon/deps/lib/libtensorflow.so"
ln -sf libtensorflow_framework.so.2 "$addon/deps/lib/libtensorflow_framework.so"
node_prefix=$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")
gyp=$(npm root -g)/npm/node_modules/node-gyp/bin/node-gyp.js
cd "$addon"
node "$gyp" rebuild --nodedir="$node_prefix" --module_name=tfjs_binding --module_path="$addon/lib/napi-v8" --napi_build_version=8 --napi_version=8 >"$addon/build.log" 2>&1 || { tail -20 "$addon/build.log"; exit 1; }
rm -rf "$addon/deps/include"
node -e "const tf=require('@tensorflow/tfjs-node'); if (tf.getBackend()!=='tensorflow') throw new Error('backend '+tf.getBackend()); console.log('native tfjs-node', tf.version_core, 'ready:', process.argv[1])" "$addon"
