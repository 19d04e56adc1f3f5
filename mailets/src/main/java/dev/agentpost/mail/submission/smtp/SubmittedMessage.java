package dev.agentpost.mail.submission.smtp;

import dev.agentpost.mail.core.MessageHeader;
import dev.agentpost.mail.core.smtp.IncomingMessage;
import dev.agentpost.mail.core.smtp.MailSession;
import dev.agentpost.mail.core.smtp.SmtpReplies;
import dev.agentpost.mail.core.smtp.SmtpReply;
import dev.agentpost.mail.idempotency.IdempotencyKey;
import dev.agentpost.mail.mailauthentication.ForgedFields;
import dev.agentpost.mail.submission.HeaderPolicy;
import dev.agentpost.mail.submission.MissingFields;
import dev.agentpost.mail.submission.SenderAddresses;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.james.protocols.api.Response;
import org.apache.james.server.core.MailImpl;

/** One message that an inbox submits. */
class SubmittedMessage implements IncomingMessage {
    private static final Pattern FROM = Pattern.compile("(?imd)^from[ \\t]*:");

    private final MailSession session;
    private final Submission submission;
    private final SenderAddresses senders;
    private final SubmissionJournal journal;
    private List<String> addedFields = List.of();
    private Optional<KeyedContent> keyed = Optional.empty();

    SubmittedMessage(MailSession session, Submission submission, SenderAddresses senders, SubmissionJournal journal) {
        this.session = session;
        this.submission = submission;
        this.senders = senders;
        this.journal = journal;
    }

    @Override
    public String id() {
        return submission.id().value();
    }

    @Override
    public Optional<SmtpReply> takeHeader(byte[] section, MessageHeader fields, OutputStream out) throws IOException {
        Optional<SmtpReply> refusal =
                submission.refusal(session, fields, senders).or(() -> readKey(fields));
        if (refusal.isEmpty()) {
            keep(section, fields, out);
        }
        return refusal;
    }

    /** Text that was sent without any header is told what it lacks first. */
    @Override
    public SmtpReply malformedHeader(byte[] section) {
        return FROM.matcher(new String(section, StandardCharsets.ISO_8859_1)).find()
                ? SmtpReplies.HEADER_MALFORMED
                : SubmissionReplies.forbidden(HeaderPolicy.NO_FROM);
    }

    /** Why the key is refused; the client may have given none. */
    private Optional<SmtpReply> readKey(MessageHeader fields) {
        List<String> values = fields.values(IdempotencyKey.FIELD);
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            return Optional.of(SubmissionReplies.SEVERAL_KEYS);
        }
        keyed = IdempotencyKey.parse(values.get(0)).map(key -> KeyedContent.of(key, submission, fields));
        return keyed.isPresent() ? Optional.empty() : Optional.of(SubmissionReplies.KEY_MALFORMED);
    }

    private void keep(byte[] section, MessageHeader fields, OutputStream out) throws IOException {
        write(submission.receivedField(), out);
        byte[] rest = keyed.isPresent() ? KeyedContent.withoutKey(section) : section;
        out.write(ForgedFields.removedFrom(rest, submission.serverName()));
        write(submission.missingFields(fields), out);
        addedFields = MissingFields.names(fields);
    }

    private static void write(String text, OutputStream out) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void takeBodyLine(byte[] line, int from) throws IOException {
        if (keyed.isPresent()) {
            keyed.get().addBodyLine(line, from);
        }
    }

    @Override
    public MailImpl toMail() {
        MailImpl mail = submission.toMail(addedFields);
        keyed.ifPresent(content -> content.mark(mail));
        return mail;
    }

    @Override
    public void answered(long size, Response answer) {
        journal.message(session, submission, size, answer);
    }
}
