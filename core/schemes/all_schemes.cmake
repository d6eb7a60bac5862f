# SPDX-License-Identifier: GPL-3.0-or-later
# A scheme is one file in schemes/kinds; the list of all of them is written here, into ALL_SCHEMES_SOURCE.
file(GLOB SCHEME_FILES CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/kinds/*.cpp)
set(SCHEME_DECLARATIONS "")
set(SCHEME_ADDRESSES "")
foreach(FILE IN LISTS SCHEME_FILES)
    cmake_path(GET FILE STEM SCHEME)
    string(APPEND SCHEME_DECLARATIONS "const Scheme& ${SCHEME}();\n")
    string(APPEND SCHEME_ADDRESSES "&scheme_kinds::${SCHEME}(), ")
endforeach()
set(ALL_SCHEMES_SOURCE ${CMAKE_CURRENT_BINARY_DIR}/all_schemes.cpp)
configure_file(${CMAKE_CURRENT_LIST_DIR}/all_schemes.cpp.in ${ALL_SCHEMES_SOURCE} @ONLY)
