package dev.agentpost.mail.reception.smtp;

import com.github.f4b6a3.ulid.UlidCreator;
import com.google.common.collect.ImmutableList;
import dev.agentpost.mail.core.ReceivedField;
import dev.agentpost.mail.reception.ReceptionAttributes;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * One message from the world under way: whose for whom, from where and since when.
 *
 * @param id a ULID; what the accepting answer says and the queue calls the mail
 * @param protocol of RFC 3848
 */
record Reception(
        String id,
        MaybeSender sender,
        List<MailAddress> recipients,
        String clientName,
        InetAddress clientAddress,
        String protocol,
        String serverName,
        String sessionId,
        Instant when) {

    static Reception of(ReceptionSession session, Instant when) {
        return new Reception(
                UlidCreator.getMonotonicUlid().toString(),
                session.getAttachment(SMTPSession.SENDER, State.Transaction).orElseThrow(),
                session.getAttachment(SMTPSession.RCPT_LIST, State.Transaction).orElse(ImmutableList.of()),
                session.getAttachment(SMTPSession.CURRENT_HELO_NAME, State.Connection)
                        .orElse("unknown"),
                session.client(),
                protocol(session),
                session.getConfiguration().getHelloName(),
                session.getSessionID(),
                when);
    }

    private static String protocol(SMTPSession session) {
        boolean extended = session.getAttachment(SMTPSession.CURRENT_HELO_MODE, State.Connection)
                .filter("EHLO"::equals)
                .isPresent();
        String plain = extended ? "ESMTP" : "SMTP";
        return session.isTLSStarted() ? "ESMTPS" : plain;
    }

    String receivedField() {
        Optional<String> onlyRecipient =
                recipients.size() == 1 ? Optional.of(recipients.get(0).asString()) : Optional.empty();
        return new ReceivedField(clientName, clientAddress, serverName, protocol, id, onlyRecipient, when).render();
    }

    MailImpl toMail() {
        MailImpl mail = MailImpl.builder()
                .name(id)
                .sender(sender)
                .addRecipients(recipients)
                .build();
        // addresses only: James would look their names up
        mail.setRemoteHost(clientAddress.getHostAddress());
        mail.setRemoteAddr(clientAddress.getHostAddress());
        set(mail, ReceptionAttributes.RECEPTION_ID, id);
        set(mail, Mail.SMTP_SESSION_ID, sessionId);
        return mail;
    }

    static void set(MailImpl mail, AttributeName name, String value) {
        mail.setAttribute(new Attribute(name, AttributeValue.of(value)));
    }
}
