package dev.agentpost.mail.folder;

import java.util.Optional;
import java.util.stream.Stream;

/** The four folders that every inbox has. */
public enum SystemFolder {
    INBOX("INBOX", Optional.empty()),
    SENT("Sent", Optional.of("\\Sent")),
    DRAFTS("Drafts", Optional.of("\\Drafts")),
    TRASH("Trash", Optional.of("\\Trash"));

    private final String folderName;
    private final Optional<String> specialUse;

    SystemFolder(String folderName, Optional<String> specialUse) {
        this.folderName = folderName;
        this.specialUse = specialUse;
    }

    /** The name in IMAP, in this case. */
    public String folderName() {
        return folderName;
    }

    /** The attribute of RFC 6154; INBOX has none. */
    public Optional<String> specialUse() {
        return specialUse;
    }

    /** Names compare without case. */
    public static Optional<SystemFolder> named(String name) {
        return Stream.of(values())
                .filter(folder -> folder.folderName.equalsIgnoreCase(name))
                .findFirst();
    }
}
