# What is installed where, under any prefix and DESTDIR. The program finds its
# files from where it lies itself: ../share/lettermill, ../libexec/lettermill.
include(GNUInstallDirs)
set(data share/lettermill)

install(TARGETS lettermill RUNTIME DESTINATION bin)
install(TARGETS lettermill-verify lettermill-watch RUNTIME DESTINATION libexec/lettermill)
install(TARGETS lettermill-mail RUNTIME DESTINATION libexec/lettermill
    COMPONENT mail)
install(FILES assets/theme.yaml DESTINATION ${data}/assets)
install(FILES assets/jobs/kubernetes.yaml DESTINATION ${data}/jobs)
install(PROGRAMS assets/jobs/parallel.sh assets/jobs/slurm.sh
    DESTINATION ${data}/jobs)
install(DIRECTORY input/ DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)
install(FILES README.md LICENSE CHANGELOG.md
    DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES assets/panels.png assets/proof-sheet.png
    DESTINATION ${CMAKE_INSTALL_DOCDIR}/assets)
install(FILES assets/lettermill.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES assets/lettermill-campaign.5 assets/lettermill-letter.5
    DESTINATION ${CMAKE_INSTALL_MANDIR}/man5)

set(completions ${PROJECT_BINARY_DIR}/completions)
install(FILES ${completions}/lettermill.bash
    DESTINATION share/bash-completion/completions RENAME lettermill)
install(FILES ${completions}/lettermill.zsh
    DESTINATION share/zsh/site-functions RENAME _lettermill)
install(FILES ${completions}/lettermill.fish
    DESTINATION share/fish/vendor_completions.d)

# fonts.yaml: with copies of the fonts beside it, or with the paths of the fonts
# that this machine has.
set(fonts_script ${PROJECT_SOURCE_DIR}/src/fonts.cmake)
install(CODE "
    set(from \"${PROJECT_SOURCE_DIR}/fonts\")
    set(to \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${data}/fonts\")
    set(bundle ${LETTERMILL_BUNDLE_FONTS})
    include(\"${fonts_script}\")")

set(CPACK_GENERATOR TGZ)
set(CPACK_PACKAGE_NAME lettermill)
set(CPACK_PACKAGE_VENDOR Lettermill)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY
    "One accessible, archivable PDF letter for each council")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
include(CPack)
