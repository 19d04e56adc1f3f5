package dev.agentpost.mail.mailaccess.imap;

import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.api.process.ImapProcessor.Responder;
import org.apache.james.imap.message.response.MailboxStatusResponse;
import org.apache.james.imap.message.response.MetadataResponse;
import org.apache.james.imap.message.response.QuotaRootResponse;

/**
 * Calls a folder what the client calls it, in the answers that repeat its name.
 *
 * @param folder the name that James knows
 * @param asked the name that the client said
 */
record NamedAnswers(Responder delegate, String folder, String asked) implements Responder {

    static Responder of(Responder delegate, String folder, String asked) {
        return folder.equals(asked) ? delegate : new NamedAnswers(delegate, folder, asked);
    }

    @Override
    public void respond(ImapResponseMessage message) {
        delegate.respond(named(message));
    }

    @Override
    public void flush() {
        delegate.flush();
    }

    private ImapResponseMessage named(ImapResponseMessage message) {
        if (message instanceof MailboxStatusResponse status
                && status.getMailbox().equals(folder)) {
            return named(status);
        }
        if (message instanceof QuotaRootResponse root && folder.equals(root.getMailboxName())) {
            return new QuotaRootResponse(asked, root.getQuotaRoot());
        }
        if (message instanceof MetadataResponse metadata && folder.equals(metadata.getMailboxName())) {
            return new MetadataResponse(asked, metadata.getMailboxAnnotations());
        }
        return message;
    }

    private MailboxStatusResponse named(MailboxStatusResponse status) {
        return new MailboxStatusResponse(
                status.getAppendLimit(),
                status.getSize(),
                status.getDeleted(),
                status.getDeletedStorage(),
                status.getMessages(),
                status.getRecent(),
                status.getUidNext(),
                status.getHighestModSeq(),
                status.getUidValidity(),
                status.getUnseen(),
                asked,
                status.getMailboxId());
    }
}
