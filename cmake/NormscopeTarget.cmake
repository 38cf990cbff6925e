# Several sources are compiled as one (a unity build), since parsing the headers of Qt, Eigen and the standard library
# costs more than all else: a third of the processor time of one by one. Names in anonymous namespaces are unique in a target.
# -DCMAKE_UNITY_BUILD=OFF compiles each file by itself, as clang-tidy needs it.
option(CMAKE_UNITY_BUILD "Compile several sources as one" ON)
set(CMAKE_UNITY_BUILD_BATCH_SIZE 32 CACHE STRING "Sources that are compiled as one")
# Alone, each file includes all that it needs, which a precompiled header would hide.
if(NOT CMAKE_UNITY_BUILD)
  set(CMAKE_DISABLE_PRECOMPILE_HEADERS ON)
endif()

# How far a target's code is optimized where the build type is Release: the loops of core, which compute, by -O3, as CMake
# does; all else, which waits for a person or asks those, by -Og, which takes half the time to compile.
function(normscope_optimize name level)
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:${level}>)
endfunction()

# What every target of this project is compiled with.
function(normscope_target name)
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
  # The same everywhere, as what shares a precompiled header must be.
  target_compile_definitions(${name} PRIVATE NORMSCOPE_VERSION="${PROJECT_VERSION}")
  target_compile_options(${name} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Werror)
  # GCC 12 reports false overlaps inside std::string's operator+ (GCC bug 105651).
  target_compile_options(${name} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
  # GCC collects garbage only beyond half a gigabyte: a tenth less time, some 150 MB more.
  target_compile_options(${name} PRIVATE $<$<CXX_COMPILER_ID:GNU>:--param=ggc-min-heapsize=524288>)
  # What is embedded is one string, of any length; and to Clang names of one file shadow those of others in a unity build.
  target_compile_options(${name} PRIVATE "$<$<CXX_COMPILER_ID:Clang>:-Wno-overlength-strings;-Wno-shadow>")
  # Contracting a*b+c into one rounding would let two builds of the reference disagree.
  target_compile_options(${name} PRIVATE -ffp-contract=off)
  if(NORMSCOPE_SANITIZE)
    target_compile_options(${name} PUBLIC -fsanitize=${NORMSCOPE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(${name} PUBLIC -fsanitize=${NORMSCOPE_SANITIZE})
  endif()
endfunction()
