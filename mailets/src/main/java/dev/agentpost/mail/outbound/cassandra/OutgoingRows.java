package dev.agentpost.mail.outbound.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.outbound.DeliveryStatus;
import dev.agentpost.mail.outbound.DestinationState;
import dev.agentpost.mail.outbound.OutgoingMessage;
import dev.agentpost.mail.outbound.OutgoingState;
import dev.agentpost.mail.outbound.RecipientState;
import java.util.List;
import java.util.Optional;

/** Reads the rows of one partition of {@code outgoing}. */
final class OutgoingRows {
    static final byte MESSAGE = 0;
    static final byte DESTINATION = 1;
    static final byte RECIPIENT = 2;

    private OutgoingRows() {}

    /** Empty when the message is not there. */
    static Optional<OutgoingState> state(List<Row> rows) {
        return rows.stream()
                .filter(row -> row.getByte("kind") == MESSAGE)
                .findFirst()
                .map(row -> new OutgoingState(
                        message(row),
                        rows.stream()
                                .filter(other -> other.getByte("kind") == DESTINATION)
                                .map(OutgoingRows::destination)
                                .toList(),
                        rows.stream()
                                .filter(other -> other.getByte("kind") == RECIPIENT)
                                .map(OutgoingRows::recipient)
                                .toList()));
    }

    private static OutgoingMessage message(Row row) {
        return new OutgoingMessage(
                row.getString("message_id"),
                Optional.ofNullable(row.getString("organization_id")).map(OrganizationId::of),
                Optional.ofNullable(row.getString("inbox")),
                row.getString("sender"),
                row.getUuid("content_id"),
                row.getLong("size"),
                row.getBoolean("eight_bit"),
                row.getInstant("accepted_at"),
                row.getInstant("expires_at"));
    }

    private static DestinationState destination(Row row) {
        return new DestinationState(
                row.getString("destination"), Optional.ofNullable(row.getInstant("due_at")), row.getInt("attempts"));
    }

    private static RecipientState recipient(Row row) {
        return new RecipientState(
                row.getString("recipient"),
                row.getString("destination"),
                DeliveryStatus.parse(row.getString("status")).orElseThrow(),
                Optional.ofNullable(row.getString("reply")),
                Optional.ofNullable(row.getString("host")),
                row.getInstant("changed_at"));
    }
}
