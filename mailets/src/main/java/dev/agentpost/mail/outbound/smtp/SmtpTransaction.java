package dev.agentpost.mail.outbound.smtp;

import dev.agentpost.mail.mailboxstore.HeaderBlock;
import dev.agentpost.mail.outbound.Courier.Consignment;
import dev.agentpost.mail.outbound.OutgoingMessage;
import dev.agentpost.mail.outbound.RecipientResult;
import dev.agentpost.mail.outbound.RecipientResult.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One message over one connection, in as many transactions as the server wants. Used by one thread. */
final class SmtpTransaction {
    private static final int TOO_MANY_RECIPIENTS = 452;
    private static final int TOO_MANY_RECIPIENTS_OLD = 552;

    private final SmtpConnection connection;
    private final Consignment consignment;
    private final String host;
    private final Map<String, RecipientResult> results = new LinkedHashMap<>();

    SmtpTransaction(SmtpConnection connection, Consignment consignment, String host) {
        this.connection = connection;
        this.consignment = consignment;
        this.host = host;
    }

    /** For recipients that are missing the server said nothing that counts: another may be tried. */
    Map<String, RecipientResult> results() {
        return Map.copyOf(results);
    }

    /** @throws IOException the connection is of no use any more; {@link #results} has what was learned until then */
    void run() throws IOException {
        Optional<String> obstacle = obstacle();
        if (obstacle.isPresent()) {
            note(consignment.recipients(), Outcome.FAILED, obstacle.get());
            return;
        }
        List<String> left = consignment.recipients().stream()
                .filter(recipient -> !isInternational(recipient))
                .toList();
        consignment.recipients().stream()
                .filter(SmtpTransaction::isInternational)
                .forEach(recipient ->
                        note(List.of(recipient), Outcome.FAILED, "5.6.7 Addresses such as this one are not supported"));
        while (!left.isEmpty()) {
            left = transact(left);
        }
    }

    private static boolean isInternational(String address) {
        return address.chars().anyMatch(c -> c >= 0x80);
    }

    private Optional<String> obstacle() throws IOException {
        OutgoingMessage message = consignment.message();
        if (connection.maxSize().isPresent()
                && message.sizeBytes() > connection.maxSize().getAsLong()) {
            return Optional.of("5.3.4 The message has " + message.sizeBytes() + " octets, " + host + " takes "
                    + connection.maxSize().getAsLong());
        }
        return message.eightBit() && !connection.offers("8BITMIME")
                ? Optional.of(eightBitObstacle())
                : Optional.empty();
    }

    /** RFC 6152 section 3: what could be encoded was, before the message was signed. */
    private String eightBitObstacle() throws IOException {
        try (InputStream content = consignment.content().open()) {
            byte[] header = HeaderBlock.read(content);
            boolean inHeader = IntStream.range(0, header.length).anyMatch(i -> header[i] < 0);
            return "5.6.3 "
                    + (inHeader
                            ? "The header of the message has octets above 127 (RFC 2047 tells how to write them)"
                            : "The message has octets above 127 in signed or encrypted parts, which cannot be encoded")
                    + "; " + host + " does not take them (8BITMIME)";
        }
    }

    /** @return those for whom the server wants another transaction */
    private List<String> transact(List<String> recipients) throws IOException {
        OutgoingMessage message = consignment.message();
        RemoteReply mail = connection.mail(message.sender(), message.sizeBytes(), message.eightBit(), message.id());
        if (!mail.isPositive()) {
            if (mail.isPermanent()) {
                note(recipients, mail);
            } else {
                throw new RefusedForNow(mail);
            }
            connection.reset();
            return List.of();
        }
        List<String> accepted = new ArrayList<>();
        List<String> later = new ArrayList<>();
        for (String recipient : recipients) {
            RemoteReply reply = connection.recipient(recipient);
            if (reply.isPositive()) {
                accepted.add(recipient);
            } else if (!accepted.isEmpty() && isTooMany(reply)) {
                later.add(recipient);
            } else {
                note(List.of(recipient), reply);
            }
        }
        if (accepted.isEmpty()) {
            connection.reset();
        } else {
            send(accepted);
        }
        return later;
    }

    // RFC 5321 section 4.5.3.1.10: 552 is the old code for it
    private static boolean isTooMany(RemoteReply reply) {
        return reply.code() == TOO_MANY_RECIPIENTS || reply.code() == TOO_MANY_RECIPIENTS_OLD;
    }

    private void send(List<String> recipients) throws IOException {
        RemoteReply data = connection.data();
        if (data.code() != 354) {
            note(recipients, data);
            connection.reset();
            return;
        }
        note(recipients, Outcome.DEFERRED, "4.4.2 " + host + " closed the connection within the message");
        try (InputStream content = consignment.content().open()) {
            connection.write(content);
        }
        if (!consignment.lease().isHeld()) {
            note(recipients, Outcome.DEFERRED, "4.3.0 Another node may be at this message");
            throw new IOException("given up before the end of the message");
        }
        note(recipients, Outcome.DEFERRED, "4.4.2 " + host + " has not answered to the whole message");
        note(recipients, connection.endOfMessage());
    }

    private void note(List<String> recipients, RemoteReply reply) {
        Outcome outcome =
                reply.isPositive() ? Outcome.DELIVERED : reply.isPermanent() ? Outcome.FAILED : Outcome.DEFERRED;
        note(recipients, outcome, reply.text());
    }

    private void note(List<String> recipients, Outcome outcome, String reply) {
        results.putAll(recipients.stream()
                .collect(Collectors.toMap(
                        recipient -> recipient,
                        recipient -> new RecipientResult(outcome, reply, Optional.of(host)),
                        (one, other) -> one)));
    }

    /** The server takes no mail at the moment. */
    static final class RefusedForNow extends IOException {
        private static final long serialVersionUID = 1;

        RefusedForNow(RemoteReply reply) {
            super(reply.text());
        }
    }
}
