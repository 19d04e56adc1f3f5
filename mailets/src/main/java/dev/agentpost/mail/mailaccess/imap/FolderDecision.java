package dev.agentpost.mail.mailaccess.imap;

import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.process.ImapProcessor.Responder;

/** What becomes of a request for the names in it. */
sealed interface FolderDecision {
    /**
     * @param request with the names that the folders have
     * @param folder the name in it, and {@code asked} what the client said instead
     */
    record Proceed(ImapRequest request, String folder, String asked) implements FolderDecision {
        static Proceed unchanged(ImapRequest request) {
            return new Proceed(request, "", "");
        }

        Responder answersTo(Responder responder) {
            return NamedAnswers.of(responder, folder, asked);
        }
    }

    /** @param codeAndText what follows the tagged NO */
    record Refuse(String codeAndText) implements FolderDecision {}

    /** There is nothing to do. */
    record Accept() implements FolderDecision {}
}
