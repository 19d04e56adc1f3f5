package dev.agentpost.mail.mailaccess.imap;

import dev.agentpost.mail.mailaccess.FolderNames;
import java.util.Optional;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.message.request.CreateRequest;
import org.apache.james.imap.message.request.DeleteRequest;
import org.apache.james.imap.message.request.RenameRequest;

/** Applies the rules on folder names to CREATE, DELETE and RENAME. */
final class FolderRequests {
    /** The namespace of one's own folders, which James accepts in front of a name. */
    private static final String OWN_NAMESPACE = "#private.";

    private FolderRequests() {}

    static Optional<String> refusal(ImapRequest request) {
        if (request instanceof CreateRequest create) {
            return FolderNames.refusalToName(relative(create.getMailboxName()));
        }
        if (request instanceof DeleteRequest delete) {
            return FolderNames.refusalToRemove(relative(delete.getMailboxName()));
        }
        if (request instanceof RenameRequest rename) {
            return FolderNames.refusalToRemove(relative(rename.getExistingName()))
                    .or(() -> FolderNames.refusalToName(relative(rename.getNewName())));
        }
        return Optional.empty();
    }

    private static String relative(String name) {
        return name.startsWith(OWN_NAMESPACE) ? name.substring(OWN_NAMESPACE.length()) : name;
    }
}
