package dev.agentpost.mail.reception.smtp;

import dev.agentpost.mail.core.MessageHeader;
import dev.agentpost.mail.core.smtp.IncomingMessage;
import dev.agentpost.mail.core.smtp.SmtpReply;
import dev.agentpost.mail.reception.AuthenticationResultsFields;
import dev.agentpost.mail.reception.MailLoop;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.api.Response;
import org.apache.james.server.core.MailImpl;

/** One message from the world. */
class ReceivedMessage implements IncomingMessage {
    private final Reception reception;
    private final MailLoop loop;
    private final ReceptionJournal journal;

    ReceivedMessage(Reception reception, MailLoop loop, ReceptionJournal journal) {
        this.reception = reception;
        this.loop = loop;
        this.journal = journal;
    }

    @Override
    public String id() {
        return reception.id();
    }

    @Override
    public Optional<SmtpReply> takeHeader(byte[] section, MessageHeader fields, OutputStream out) throws IOException {
        List<String> recipients =
                reception.recipients().stream().map(MailAddress::asString).toList();
        if (loop.isIn(fields, recipients)) {
            return Optional.of(ReceptionReplies.LOOP);
        }
        out.write(reception.receivedField().getBytes(StandardCharsets.US_ASCII));
        out.write(AuthenticationResultsFields.withoutForged(section, reception.serverName()));
        return Optional.empty();
    }

    @Override
    public MailImpl toMail() {
        return reception.toMail();
    }

    @Override
    public void answered(long size, Response answer) {
        journal.message(reception, size, answer);
    }
}
