package dev.agentpost.mail.delivery;

import dev.agentpost.mail.folder.SystemFolder;
import dev.agentpost.mail.mailboxstore.CopyClaim;
import dev.agentpost.mail.mailboxstore.CopyClaims;
import dev.agentpost.mail.mailboxstore.MessageSource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Sent holds what was sent once; other folders hold what they are given. */
public final class SentClaims implements CopyClaims {
    @Override
    public Optional<CopyClaim> of(String folderName, MessageSource message) throws IOException {
        return folderName.equals(SystemFolder.SENT.folderName())
                ? Optional.of(SentIdentity.of(message, List.of()))
                : Optional.empty();
    }
}
