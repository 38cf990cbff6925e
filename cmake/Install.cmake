# What `cmake --install` puts where, and the Debian package that CPack makes of it (app/package).
include(GNUInstallDirs)
set(desktop ${CMAKE_SOURCE_DIR}/resources/desktop)
set(application org.normscope.Normscope)

# Software centres show pictures of the window that they load from somewhere: without an address there are none.
set(NORMSCOPE_PICTURES_URL "" CACHE STRING "Where resources/pictures can be loaded from, for the metainfo")
set(screenshots)
if(NORMSCOPE_PICTURES_URL)
  set(type " type=\"default\"")
  foreach(picture "window:The elements that share one mean and variance" "maps:A photo before and after Instance Norm"
          "laboratory:A network trained with four norms at five batch sizes" "model:What each norm of a recorded network does")
    string(REGEX MATCH "^([a-z]+):(.*)$" matched "${picture}")
    string(APPEND screenshots "    <screenshot${type}>\n      <caption>${CMAKE_MATCH_2}</caption>\n"
           "      <image>${NORMSCOPE_PICTURES_URL}/${CMAKE_MATCH_1}.png</image>\n    </screenshot>\n")
    set(type)
  endforeach()
  set(screenshots "  <screenshots>\n${screenshots}  </screenshots>\n")
endif()
file(READ ${desktop}/${application}.metainfo.xml metainfo)
string(REPLACE "  <content_rating" "${screenshots}  <content_rating" metainfo "${metainfo}")
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/${application}.metainfo.xml CONTENT "${metainfo}" @ONLY)

# A package is made of what was asked for; tests need not be built.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)

install(TARGETS normscope RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES ${desktop}/${application}.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES ${CMAKE_BINARY_DIR}/${application}.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
install(FILES ${desktop}/${application}.mime.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/mime/packages)
install(FILES ${CMAKE_SOURCE_DIR}/resources/icons/normscope.svg
        DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
foreach(size 16 22 24 32 48 64 128 256 512)
  install(FILES ${desktop}/icons/${size}.png RENAME normscope.png
          DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/${size}x${size}/apps)
endforeach()
install(FILES ${desktop}/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/normscope)

# normscope_generated(KIND FILE FOLDER): what `normscope --generate KIND` prints, installed as FILE in FOLDER.
function(normscope_generated kind file folder)
  set(output ${CMAKE_BINARY_DIR}/generated/${kind}/${file})
  add_custom_command(OUTPUT ${output} COMMAND normscope --generate ${kind} > ${output} DEPENDS normscope VERBATIM)
  if(kind STREQUAL man)
    add_custom_command(OUTPUT ${output}.gz COMMAND gzip -9nkf ${output} DEPENDS ${output} VERBATIM)
    set(output ${output}.gz)
  endif()
  set_property(GLOBAL APPEND PROPERTY normscope_generated_files ${output})
  install(FILES ${output} DESTINATION ${CMAKE_INSTALL_DATADIR}/${folder})
endfunction()

foreach(kind man bash zsh fish)
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/generated/${kind})
endforeach()
normscope_generated(man normscope.1 man/man1)
normscope_generated(bash normscope bash-completion/completions)
normscope_generated(zsh _normscope zsh/vendor-completions)
normscope_generated(fish normscope.fish fish/vendor_completions.d)
set(changelog ${CMAKE_BINARY_DIR}/generated/changelog.gz)
add_custom_command(OUTPUT ${changelog} COMMAND gzip -9nc ${desktop}/changelog > ${changelog}
                   DEPENDS ${desktop}/changelog VERBATIM)
install(FILES ${changelog} DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/normscope)
get_property(generated GLOBAL PROPERTY normscope_generated_files)
add_custom_target(installed_files ALL DEPENDS normscope ${generated} ${changelog})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME normscope)
set(CPACK_PACKAGE_CONTACT "Normscope maintainers <maintainers@normscope.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "shows what a normalization layer normalizes")
set(CPACK_PACKAGE_DESCRIPTION
"Pick a tensor and a norm: the cube of the Group Normalization paper lights up
the elements that share one mean and one variance, OpenCL computes the real
result on real values, and plots of the statistics follow every control.
.
Batch, layer, instance, group, RMS and L2 norm in any layout; comparison with
double precision; the norm as code of PyTorch, TensorFlow, JAX, ONNX and NumPy;
which norm turned one tensor into another. Without a screen, too.")
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "pocl-opencl-icd, qt6-wayland")
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
include(CPack)
