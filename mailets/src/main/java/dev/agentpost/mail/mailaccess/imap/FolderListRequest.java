package dev.agentpost.mail.mailaccess.imap;

import dev.agentpost.mail.folder.FolderQuery;
import java.util.Optional;
import org.apache.james.imap.api.ImapCommand;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.StatusDataItems;
import org.apache.james.imap.message.request.AbstractImapRequest;

/** LIST, LSUB or XLIST. */
final class FolderListRequest extends AbstractImapRequest {
    private final FolderQuery query;
    private final boolean showsSubscribed;
    private final Optional<StatusDataItems> status;

    /**
     * @param query without patterns it asks for the delimiter
     * @param showsSubscribed {@code RETURN (SUBSCRIBED)}, or only subscribed ones are asked for
     * @param status {@code RETURN (STATUS (…))}, RFC 5819
     */
    FolderListRequest(
            ImapCommand command,
            Tag tag,
            FolderQuery query,
            boolean showsSubscribed,
            Optional<StatusDataItems> status) {
        super(tag, command);
        this.query = query;
        this.showsSubscribed = showsSubscribed;
        this.status = status;
    }

    FolderQuery query() {
        return query;
    }

    boolean showsSubscribed() {
        return showsSubscribed;
    }

    Optional<StatusDataItems> status() {
        return status;
    }

    @Override
    public String toString() {
        return getCommand().getName() + " " + query;
    }
}
