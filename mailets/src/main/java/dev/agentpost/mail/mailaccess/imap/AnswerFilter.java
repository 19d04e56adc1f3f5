package dev.agentpost.mail.mailaccess.imap;

import com.google.common.collect.ImmutableSet;
import dev.agentpost.mail.login.imap.ImapConnection;
import dev.agentpost.mail.login.imap.StatusAnswers;
import dev.agentpost.mail.mailaccess.MailAccess;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.api.process.ImapProcessor.Responder;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.response.ExpungeResponse;
import org.apache.james.imap.message.response.SearchResponse;

/**
 * Sees the answers to one command pass: notes how it ended, words failures of the store as such, and shows the permanent
 * flags that the key can really change. Once the connection is over, its last words take the place of what would follow.
 * Used by one command, from one thread at a time.
 */
final class AnswerFilter implements Responder {
    /** With these James answers whatever failed below it. */
    private static final Set<String> FAILURES = ImmutableSet.of(
            HumanReadableText.GENERIC_FAILURE_DURING_PROCESSING.getKey(),
            HumanReadableText.SEARCH_FAILED.getKey(),
            HumanReadableText.SAVE_FAILED.getKey(),
            HumanReadableText.STATUS_FAILED.getKey(),
            HumanReadableText.SELECT.getKey(),
            HumanReadableText.GENERIC_SUBSCRIPTION_FAILURE.getKey());

    private static final List<String> PROTECTED_FLAGS = List.of("\\Deleted", "\\Draft");

    private final Responder delegate;
    private final ImapRequest request;
    private final ImapSession session;
    private final MailAccess access;
    private volatile boolean answered;
    private volatile boolean accepted;

    AnswerFilter(Responder delegate, ImapRequest request, ImapSession session, MailAccess access) {
        this.delegate = delegate;
        this.request = request;
        this.session = session;
        this.access = access;
    }

    /** True when the tagged answer has been given. */
    boolean isAnswered() {
        return answered;
    }

    /** True when that was an OK. */
    boolean isAccepted() {
        return accepted;
    }

    @Override
    public void respond(ImapResponseMessage message) {
        ImapConnection connection = ImapConnection.of(session);
        if (connection.isOver()) {
            delegate.flush();
            connection.sayLastWords();
        } else if (!(message instanceof StatusResponse status)) {
            numbers(message);
        } else if (status.getTag() != null) {
            tagged(status);
        } else {
            delegate.respond(withTruePermanentFlags(status));
        }
    }

    private void numbers(ImapResponseMessage message) {
        boolean unwanted = message instanceof SearchResponse && SavedSearch.isQuiet(request);
        if (!unwanted && !isOfUnknownMessage(message)) {
            delegate.respond(message);
        }
    }

    /** A message that came and went before this session heard of either; James would call it number -1. */
    private static boolean isOfUnknownMessage(ImapResponseMessage message) {
        return message instanceof ExpungeResponse expunge
                && expunge.getMessageSequenceNumber().asInt().isEmpty();
    }

    private void tagged(StatusResponse status) {
        if (answered) {
            return;
        }
        answered = true;
        accepted = status.getServerResponseType() == StatusResponse.Type.OK;
        delegate.respond(withTrueReason(status));
    }

    @Override
    public void flush() {
        delegate.flush();
    }

    private StatusResponse withTrueReason(StatusResponse status) {
        boolean failed = status.getServerResponseType() == StatusResponse.Type.NO
                && status.getResponseCode() == null
                && FAILURES.contains(status.getTextKey().getKey());
        if (!failed) {
            return status;
        }
        String reason = OverQuota.take(session.getMailboxSession()) ? OverQuota.ANSWER : StatusAnswers.UNAVAILABLE;
        return StatusAnswers.no(request.getTag(), reason);
    }

    private StatusResponse withTruePermanentFlags(StatusResponse status) {
        StatusResponse.ResponseCode code = status.getResponseCode();
        boolean shown = code != null && code.getCode().equals("PERMANENTFLAGS");
        if (!shown || (access.mayWrite() && !opensReadOnly())) {
            return status;
        }
        Collection<String> flags = opensReadOnly() ? List.of() : code.getParameters();
        String names = flags.stream()
                .filter(flag -> PROTECTED_FLAGS.stream().noneMatch(flag::equalsIgnoreCase))
                .collect(Collectors.joining(" "));
        return StatusAnswers.untaggedOk("[PERMANENTFLAGS (" + names + ")] Limited");
    }

    private boolean opensReadOnly() {
        return Selection.isReadOnlyAfter(request, access);
    }
}
