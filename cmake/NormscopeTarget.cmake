# Several sources are compiled as one (a unity build), since parsing the headers of Qt, Eigen and the standard library
# costs more than all else: a third of the processor time of one by one. Names in anonymous namespaces are unique in a target.
# -DCMAKE_UNITY_BUILD=OFF compiles each file by itself, as clang-tidy needs it.
option(CMAKE_UNITY_BUILD "Compile several sources as one" ON)
set(CMAKE_UNITY_BUILD_BATCH_SIZE 24 CACHE STRING "Sources that are compiled as one")

# How far a target's code is optimized where the build type is Release: core, which computes, by -O3, as CMake does; what
# draws by -O2; all else, which waits for a person or asks core, by -O1, which takes two thirds of the time to compile.
function(normscope_optimize name level)
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:${level}>)
endfunction()

# What every target of this project is compiled with.
function(normscope_target name)
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
  target_compile_options(${name} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Werror)
  # GCC 12 reports false overlaps inside std::string's operator+ (GCC bug 105651).
  target_compile_options(${name} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
  # What is embedded is one string, of any length; and to Clang names of one file shadow those of others in a unity build.
  target_compile_options(${name} PRIVATE "$<$<CXX_COMPILER_ID:Clang>:-Wno-overlength-strings;-Wno-shadow>")
  # Contracting a*b+c into one rounding would let two builds of the reference disagree.
  target_compile_options(${name} PRIVATE -ffp-contract=off)
  if(NORMSCOPE_SANITIZE)
    target_compile_options(${name} PUBLIC -fsanitize=${NORMSCOPE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(${name} PUBLIC -fsanitize=${NORMSCOPE_SANITIZE})
  endif()
endfunction()
