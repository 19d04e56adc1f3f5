package dev.agentpost.mail.mailaccess.imap;

import dev.agentpost.mail.folder.FolderName;
import java.io.IOException;
import org.apache.james.imap.encode.ImapResponseComposer;
import org.apache.james.imap.encode.ImapResponseEncoder;

/** Writes a {@link FolderLine} (RFC 3501 section 7.2.2, RFC 5258 section 6). */
public final class FolderLineEncoder implements ImapResponseEncoder<FolderLine> {
    @Override
    public Class<FolderLine> acceptableMessages() {
        return FolderLine.class;
    }

    @Override
    public void encode(FolderLine line, ImapResponseComposer composer) throws IOException {
        composer.untagged();
        composer.commandName(line.command());
        composer.openParen();
        for (String attribute : line.attributes()) {
            composer.message(attribute);
        }
        composer.closeParen();
        composer.quote(FolderName.DELIMITER);
        composer.mailbox(line.name());
        if (line.subscribedBelow()) {
            childInfo(composer);
        }
        composer.end();
    }

    private static void childInfo(ImapResponseComposer composer) throws IOException {
        composer.openParen();
        composer.quote("CHILDINFO");
        composer.openParen();
        composer.quote("SUBSCRIBED");
        composer.closeParen();
        composer.closeParen();
    }
}
