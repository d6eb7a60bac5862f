# SPDX-License-Identifier: GPL-3.0-or-later
# What describes itself in a file of its own, and nowhere else: schemes, metrics, commands.
#
# list_kinds(TARGET TEMPLATE FOLDER NAMESPACE FUNCTION) adds to TARGET a source that lists all FOLDER/*.cpp, made from
# TEMPLATE (<name>.cpp.in). Each of them defines FUNCTION in NAMESPACE, under its file's name in the place of KIND; TEMPLATE
# has @KIND_DECLARATIONS@ where they are to be declared, and @KINDS@ for the list of their addresses.
function(list_kinds TARGET TEMPLATE FOLDER NAMESPACE FUNCTION)
    file(GLOB FILES CONFIGURE_DEPENDS ${FOLDER}/*.cpp)
    set(KIND_DECLARATIONS "namespace ${NAMESPACE} {\n")
    set(KINDS "")
    foreach(FILE IN LISTS FILES)
        cmake_path(GET FILE STEM KIND)
        string(REPLACE KIND ${KIND} DECLARATION "${FUNCTION}")
        string(APPEND KIND_DECLARATIONS "${DECLARATION};\n")
        list(APPEND KINDS "&${NAMESPACE}::${KIND}")
    endforeach()
    string(APPEND KIND_DECLARATIONS "} // namespace ${NAMESPACE}")
    list(JOIN KINDS ", " KINDS)
    cmake_path(GET TEMPLATE STEM NAME)
    set(SOURCE ${CMAKE_CURRENT_BINARY_DIR}/${NAME}.cpp)
    configure_file(${TEMPLATE} ${SOURCE} @ONLY)
    target_sources(${TARGET} PRIVATE ${SOURCE})
    set_source_files_properties(${SOURCE} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
endfunction()
