package dev.agentpost.mail.reception.smtp;

import dev.agentpost.mail.core.MessageHeader;
import dev.agentpost.mail.core.smtp.IncomingMessage;
import dev.agentpost.mail.core.smtp.SmtpReply;
import dev.agentpost.mail.mailauthentication.AuthenticationResults;
import dev.agentpost.mail.mailauthentication.CheckedMessage;
import dev.agentpost.mail.mailauthentication.ForgedFields;
import dev.agentpost.mail.reception.ReceptionAttributes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.api.Response;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;

/** One message from the world. */
class ReceivedMessage implements IncomingMessage {
    private static final int EMPTY_LINE_BYTES = 2;

    private final Reception reception;
    private final ReceptionChecks checks;
    private final ReceptionJournal journal;
    private byte[] section = new byte[0];
    private MessageHeader header = new MessageHeader(List.of());
    private int keptHeaderBytes;
    private AuthenticationResults results = AuthenticationResults.NONE;

    ReceivedMessage(Reception reception, ReceptionChecks checks, ReceptionJournal journal) {
        this.reception = reception;
        this.checks = checks;
        this.journal = journal;
    }

    @Override
    public String id() {
        return reception.id();
    }

    @Override
    public Optional<SmtpReply> takeHeader(byte[] all, MessageHeader fields, OutputStream out) throws IOException {
        List<String> recipients =
                reception.recipients().stream().map(MailAddress::asString).toList();
        if (checks.loop().isIn(fields, recipients)) {
            return Optional.of(ReceptionReplies.LOOP);
        }
        byte[] received = reception.receivedField().getBytes(StandardCharsets.US_ASCII);
        byte[] clean = ForgedFields.removedFrom(all, reception.serverName());
        out.write(received);
        out.write(clean);
        section = all;
        header = fields;
        keptHeaderBytes = received.length + clean.length + EMPTY_LINE_BYTES;
        return Optional.empty();
    }

    @Override
    public CompletableFuture<Optional<SmtpReply>> check(MimeMessageInputStreamSource kept) {
        CheckedMessage message = new CheckedMessage(
                reception.clientAddress(),
                reception.clientName(),
                reception.sender().asOptional().map(MailAddress::asString),
                section,
                header,
                () -> body(kept));
        return checks.authentication().check(message).thenApply(found -> {
            results = found;
            return checks.dmarcPolicy().refusal(found);
        });
    }

    private InputStream body(MimeMessageInputStreamSource kept) throws IOException {
        InputStream in = kept.getInputStream();
        try {
            in.skipNBytes(keptHeaderBytes);
            return in;
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    @Override
    public MailImpl toMail() {
        MailImpl mail = reception.toMail();
        Reception.set(mail, ReceptionAttributes.AUTHENTICATION_RESULTS, results.field(reception.serverName()));
        return mail;
    }

    @Override
    public void answered(long size, Response answer) {
        journal.message(reception, size, answer);
    }
}
