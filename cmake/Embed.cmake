# normscope_embed(target symbol file): the bytes of `file` become `const std::string_view normscope::embedded::symbol` in
# `target`, made anew whenever the file changes. Declare it where it is used: extern const std::string_view symbol;
# Run as a script (-DINPUT -DOUTPUT -DSYMBOL) this file writes that source.
if(CMAKE_SCRIPT_MODE_FILE)
  file(READ ${INPUT} hex HEX)
  string(LENGTH "${hex}" digits)
  math(EXPR count "${digits} / 2")
  string(REGEX REPLACE "(................................................................)" "\\1\"\n\"" hex "${hex}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" hex "${hex}")
  file(WRITE ${OUTPUT} "#include <string_view>\n\nnamespace normscope::embedded {\n\nextern const std::string_view ${SYMBOL};\n"
       "constinit const std::string_view ${SYMBOL}(\n\"${hex}\",\n${count});\n\n}  // namespace normscope::embedded\n")
  return()
endif()

set(NORMSCOPE_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})

function(normscope_embed target symbol file)
  get_filename_component(input ${file} ABSOLUTE BASE_DIR ${CMAKE_CURRENT_SOURCE_DIR})
  set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded/${symbol}.cpp)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DINPUT=${input} -DOUTPUT=${output} -DSYMBOL=${symbol} -P ${NORMSCOPE_EMBED_SCRIPT}
    DEPENDS ${input} ${NORMSCOPE_EMBED_SCRIPT} VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()

# normscope_embed_files(target list header files...): the bytes of the files, and the function normscope::embedded::`list`
# that `header` declares: their names without the extension, and their bytes.
function(normscope_embed_files target list header)
  set(declarations "")
  set(entries "")
  foreach(file ${ARGN})
    get_filename_component(name ${file} NAME_WE)
    string(MAKE_C_IDENTIFIER "${list}_${name}" symbol)
    normscope_embed(${target} ${symbol} ${file})
    string(APPEND declarations "extern const std::string_view ${symbol};\n")
    string(APPEND entries "{\"${name}\", ${symbol}}, ")
  endforeach()
  set(source ${CMAKE_CURRENT_BINARY_DIR}/embedded/${list}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "#include \"${header}\"

namespace normscope::embedded {

${declarations}
std::vector<std::pair<std::string_view, std::string_view>> ${list}() {
  return {${entries}};
}

}  // namespace normscope::embedded
" @ONLY)
  target_sources(${target} PRIVATE ${source})
endfunction()

# normscope_embed_folder(target list folder extension header): every file of the folder with that extension, in natural order;
# see normscope_embed_files(). A file more in the folder is an entry more.
function(normscope_embed_folder target list folder extension header)
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.${extension})
  list(SORT files COMPARE NATURAL)
  normscope_embed_files(${target} ${list} ${header} ${files})
endfunction()

# normscope_embed_languages(target list folder header): the translations of the folder (LANGUAGE.ts), as Qt reads them; see
# normscope_embed_files(). None where there is no lrelease: the window speaks English then.
function(normscope_embed_languages target list folder header)
  find_program(NORMSCOPE_LRELEASE NAMES lrelease lrelease-qt6 HINTS /usr/lib/qt6/bin)
  file(GLOB translations CONFIGURE_DEPENDS ${folder}/*.ts)
  set(compiled "")
  foreach(translation ${translations})
    if(NOT NORMSCOPE_LRELEASE)
      message(STATUS "No lrelease: the window will speak English only")
      break()
    endif()
    get_filename_component(name ${translation} NAME_WE)
    set(output ${CMAKE_CURRENT_BINARY_DIR}/languages/${name}.qm)
    add_custom_command(OUTPUT ${output} COMMAND ${NORMSCOPE_LRELEASE} -silent ${translation} -qm ${output}
                       DEPENDS ${translation} VERBATIM)
    list(APPEND compiled ${output})
  endforeach()
  file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/languages)
  normscope_embed_files(${target} ${list} ${header} ${compiled})
endfunction()

# normscope_embed_kernels(target manifest folder): the .cl files of the folder that hold the kernels of the manifest, with
# those that they include, and the list of them that core/engine/opencl/kernel_sources.cpp declares.
function(normscope_embed_kernels target manifest folder)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${manifest})
  file(STRINGS ${manifest} names REGEX "^KERNEL\\(")
  list(TRANSFORM names REPLACE "^KERNEL\\(([a-z_]+).*" "\\1")
  set(declarations "")
  set(entries "")
  set(done "")
  while(names)
    list(POP_FRONT names name)
    if(name IN_LIST done)
      continue()
    endif()
    list(APPEND done ${name})
    normscope_embed(${target} ${name}_cl ${folder}/${name}.cl)
    string(APPEND declarations "extern const std::string_view ${name}_cl;\n")
    string(APPEND entries "{\"${name}\", ${name}_cl}, ")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/${name}.cl)
    file(STRINGS ${folder}/${name}.cl included REGEX "^#include \"")
    list(TRANSFORM included REPLACE "^#include \"([a-z_]+).cl\".*" "\\1")
    list(APPEND names ${included})
  endwhile()
  set(list ${CMAKE_CURRENT_BINARY_DIR}/embedded/kernel_list.cpp)
  file(CONFIGURE OUTPUT ${list} CONTENT "#include <string_view>
#include <utility>
#include <vector>

namespace normscope::embedded {

${declarations}
std::vector<std::pair<std::string_view, std::string_view>> kernelFiles() {
  return {${entries}};
}

}  // namespace normscope::embedded
" @ONLY)
  target_sources(${target} PRIVATE ${list})
endfunction()
