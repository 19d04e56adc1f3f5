package dev.agentpost.mail.mailboxstore;

import java.io.IOException;
import java.util.Optional;

/** Says of what a client appends whether the folder shall hold it once. */
@FunctionalInterface
public interface CopyClaims {
    CopyClaims NONE = (folderName, message) -> Optional.empty();

    /** May read the message to its end: to be called on a thread that may block. */
    Optional<CopyClaim> of(String folderName, MessageSource message) throws IOException;
}
