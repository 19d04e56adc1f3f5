package dev.agentpost.mail.bounce;

import com.google.common.hash.Hashing;
import dev.agentpost.mail.bounce.Bounces.ReportOrigin;
import dev.agentpost.mail.core.MessageHeader;
import dev.agentpost.mail.core.ReceivedField;
import dev.agentpost.mail.mailboxstore.MessageSource;
import dev.agentpost.mail.outbound.OutgoingMessage;
import dev.agentpost.mail.outbound.RecipientState;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * That a message has failed for some recipients, or is late, as a delivery status notification (RFC 3464) to its sender.
 * Octets are ISO 8859-1 characters here.
 *
 * @param header of the message, with the empty line
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BounceReport(
        ReportKind kind,
        ReportOrigin origin,
        OutgoingMessage message,
        List<RecipientState> recipients,
        byte[] header,
        Instant now) {

    /** Of this failure of these recipients, or of the message's delay: the same when it is reported again after a crash. */
    String id() {
        if (kind == ReportKind.DELAYED) {
            return message.submissionId() + "-delay";
        }
        String addresses =
                recipients.stream().map(RecipientState::recipient).sorted().collect(Collectors.joining(" "));
        return message.id() + "-bounce-"
                + Hashing.sha256()
                        .hashString(addresses, StandardCharsets.UTF_8)
                        .toString()
                        .substring(0, 16);
    }

    MessageSource render() {
        String boundary = "=_" + id();
        byte[] top = octets(topFields(boundary));
        byte[] body = octets(part(boundary, "text/plain; charset=us-ascii", crlf(text()))
                + part(boundary, "message/delivery-status", status())
                + part(boundary, "text/rfc822-headers" + encoding(), text(header))
                + "--" + boundary + "--\r\n");
        return new MessageSource(top, () -> new ByteArrayInputStream(body), body.length);
    }

    private String topFields(String boundary) {
        return "Return-Path: <>\r\n"
                + "Delivered-To: " + message.sender() + "\r\n"
                + "From: Mail Delivery System <mailer-daemon@" + origin.sharedDomain() + ">\r\n"
                + "To: " + message.sender() + "\r\n"
                + "Subject: " + kind.subject()
                + (recipients.size() == 1 ? recipients.get(0).recipient() : recipients.size() + " recipients")
                + "\r\n"
                + "Date: " + ReceivedField.date(now) + "\r\n"
                + "Message-ID: <" + id() + "@" + origin.sharedDomain() + ">\r\n"
                + originalId()
                        .map(original -> "In-Reply-To: " + original + "\r\nReferences: " + original + "\r\n")
                        .orElse("")
                // RFC 3834 section 5
                + "Auto-Submitted: auto-replied\r\n"
                + "MIME-Version: 1.0\r\n"
                + "Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"" + boundary + "\"\r\n"
                + "\r\n";
    }

    private String text() {
        return kind == ReportKind.FAILED
                ? BounceText.of(recipients)
                : BounceText.ofDelay(recipients, message.acceptedAt(), message.expiresAt());
    }

    private Optional<String> originalId() {
        return MessageHeader.parse(header).stream()
                .flatMap(fields -> fields.values("message-id").stream())
                .map(String::strip)
                .filter(id -> id.matches("<[!-~]+>"))
                .findFirst();
    }

    private String status() {
        String ofMessage = "Reporting-MTA: dns; " + origin.host() + "\r\n" + "Arrival-Date: "
                + ReceivedField.date(message.acceptedAt()) + "\r\n";
        return ofMessage + recipients.stream().map(this::status).collect(Collectors.joining());
    }

    private String status(RecipientState recipient) {
        String reply = recipient.reply().orElse("").replaceAll("[^ -~]", "?");
        boolean isSmtp = reply.matches("[245]\\d\\d( .*)?");
        return "\r\nFinal-Recipient: rfc822; " + recipient.recipient() + "\r\n"
                + "Action: " + kind.action() + "\r\n"
                + "Status: " + EnhancedStatus.of(reply, kind.statusClass()) + "\r\n"
                + recipient
                        .host()
                        .map(mta -> "Remote-MTA: dns; " + mta.split(" ", 2)[0] + "\r\n")
                        .orElse("")
                + "Diagnostic-Code: " + (isSmtp ? "smtp; " : "x-agentpost; ") + reply + "\r\n"
                + "Last-Attempt-Date: " + ReceivedField.date(recipient.at()) + "\r\n"
                // RFC 3464 section 2.3.9
                + (kind == ReportKind.DELAYED
                        ? "Will-Retry-Until: " + ReceivedField.date(message.expiresAt()) + "\r\n"
                        : "");
    }

    private String encoding() {
        boolean ascii = text(header).chars().allMatch(c -> c < 0x80);
        return ascii ? "" : "\r\nContent-Transfer-Encoding: 8bit";
    }

    private static String part(String boundary, String type, String content) {
        return "--" + boundary + "\r\nContent-Type: " + type + "\r\n\r\n" + content + "\r\n";
    }

    private static String crlf(String lines) {
        return lines.replace("\n", "\r\n");
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
