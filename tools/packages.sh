# Debian 12 packages, for quickstart and check to read.
BUILD_PACKAGES="gcc libc6-dev cmake ninja-build pkg-config python3-minimal libexpat1-dev libjansson-dev libcsv-dev libxxhash-dev libssl-dev"
CHECK_PACKAGES="$BUILD_PACKAGES clang clang-format clang-tidy libclang-rt-14-dev libcmocka-dev scdoc unicode-data git"
