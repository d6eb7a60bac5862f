# SPDX-License-Identifier: GPL-3.0-or-later
# What lies beside the programs once installed. The programs find share/flipside from their own place, so any prefix
# works; translations are compiled into the program.
install(DIRECTORY resources/models DESTINATION ${CMAKE_INSTALL_DATADIR}/flipside OPTIONAL)
install(DIRECTORY resources/enlarger DESTINATION ${CMAKE_INSTALL_DATADIR}/flipside OPTIONAL)
install(DIRECTORY resources/guide DESTINATION ${CMAKE_INSTALL_DATADIR}/flipside OPTIONAL)
install(DIRECTORY resources/examples DESTINATION ${CMAKE_INSTALL_DATADIR}/flipside OPTIONAL)
install(FILES resources/flipside.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES resources/flipside-mime.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/mime/packages RENAME flipside.xml)
install(FILES resources/org.flipside.Flipside.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
install(FILES resources/icons/flipside.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
install(FILES packaging/flipside.1 packaging/flipside-cli.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/flipside RENAME copyright)

# Installing needs the programs, not the tests: `cmake --build ... --target flipside flipside-cli` is enough.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME flipside)
set(CPACK_PACKAGE_CONTACT "The Flipside authors <flipside@localhost>")
set(CPACK_PACKAGE_VENDOR "The Flipside authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "play a trained decoder like an instrument")
set(CPACK_PACKAGE_DESCRIPTION
"Flipside opens with a trained decoder already loaded. Move through its latent space, see every neuron of every
layer light up, flip neurons on and off by hand or by a neuro-inspired scheme, and watch the decoded picture change.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION graphics)
# The libraries that the programs link, found by dpkg-shlibdeps; the rest they only use while running: a fast
# libblas.so.3, the plugin that reads SVG icons, and a font.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libopenblas0-pthread | libopenblas0-openmp | libopenblas0, libqt6svg6, fonts-dejavu-core")
# Later versions of libheif have each decoder in a package of its own.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS
    "qt6-wayland, dataset-fashion-mnist, libheif-plugin-libde265, libheif-plugin-dav1d")
include(CPack)
