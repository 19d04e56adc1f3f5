package dev.agentpost.mail.inbox.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Instant;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The single steps on the rows of aliases in the tables of {@link InboxSchema}, each of them atomic. */
final class AliasTables {

    /**
     * A row of {@code inbox} that is an alias.
     *
     * @param inbox the address of the inbox that had this id when the alias was made
     */
    record Alias(InboxAddress address, InboxId inboxId, InboxAddress inbox) {
        boolean isOf(Inbox other) {
            return inboxId.equals(other.id());
        }
    }

    private final StoreSession session;
    private final PreparedStatement insert;
    private final PreparedStatement select;
    private final PreparedStatement delete;
    private final PreparedStatement insertListing;
    private final PreparedStatement selectListing;
    private final PreparedStatement selectAllListings;
    private final PreparedStatement deleteListing;

    AliasTables(CqlSession cqlSession) {
        session = new StoreSession(cqlSession);
        insert = session.prepareConditional("INSERT INTO inbox (email, id, organization_id, alias_of, created_at)"
                + " VALUES (:email, :id, :organization_id, :alias_of, :created_at) IF NOT EXISTS");
        select = session.prepare("SELECT email, id, alias_of FROM inbox WHERE email = :email");
        delete = session.prepareConditional("DELETE FROM inbox WHERE email = :email IF id = :id AND alias_of != null");
        insertListing = session.prepare("INSERT INTO inbox_alias (organization_id, inbox_id, address)"
                + " VALUES (:organization_id, :inbox_id, :address)");
        selectListing = session.prepare("SELECT address FROM inbox_alias"
                + " WHERE organization_id = :organization_id AND inbox_id = :inbox_id");
        selectAllListings = session.prepare("SELECT address FROM inbox_alias WHERE organization_id = :organization_id");
        deleteListing = session.prepare("DELETE FROM inbox_alias"
                + " WHERE organization_id = :organization_id AND inbox_id = :inbox_id AND address = :address");
    }

    /** Empty when the alias is claimed; otherwise whose the address is: an alias, or no alias but an inbox's own. */
    Mono<Optional<Holder>> claim(Inbox inbox, InboxAddress address, Instant now) {
        return session.writeConditionally(insert.bind(
                        address.asString(),
                        inbox.id().value(),
                        inbox.organizationId().value(),
                        inbox.email().asString(),
                        now))
                .map(answer -> StoreSession.isApplied(answer) ? Optional.empty() : Optional.of(Holder.of(answer)));
    }

    /** Empty when the address is no alias. */
    Mono<Alias> find(InboxAddress address) {
        return session.readRow(select.bind(address.asString()))
                .mapNotNull(row -> alias(row).orElse(null));
    }

    /** Does nothing when the address is something else by now. */
    Mono<Void> free(Alias alias) {
        return session.writeConditionally(
                        delete.bind(alias.address().asString(), alias.inboxId().value()))
                .then();
    }

    Mono<Void> enlist(Inbox inbox, InboxAddress address) {
        return session.write(
                insertListing.bind(inbox.organizationId().value(), inbox.id().value(), address.asString()));
    }

    Mono<Void> delist(Inbox inbox, InboxAddress address) {
        return session.write(
                deleteListing.bind(inbox.organizationId().value(), inbox.id().value(), address.asString()));
    }

    Flux<InboxAddress> listed(Inbox inbox) {
        return session.readRows(selectListing.bind(
                        inbox.organizationId().value(), inbox.id().value()))
                .map(row -> address(row, "address"));
    }

    Flux<InboxAddress> listed(OrganizationId organizationId) {
        return session.readRows(selectAllListings.bind(organizationId.value())).map(row -> address(row, "address"));
    }

    static Optional<Alias> alias(Row row) {
        return Optional.ofNullable(row.getString("alias_of"))
                .map(inbox ->
                        new Alias(address(row, "email"), InboxId.of(row.getString("id")), address(row, "alias_of")));
    }

    private static InboxAddress address(Row row, String column) {
        return InboxAddress.parse(row.getString(column)).orElseThrow();
    }

    /**
     * Who has an address.
     *
     * @param alias empty when it is the inbox's own
     * @param leaving the inbox has it as its own until its deletion has ended
     */
    record Holder(InboxId inboxId, Optional<Alias> alias, boolean leaving) {
        static Holder of(Row row) {
            return new Holder(InboxId.of(row.getString("id")), AliasTables.alias(row), row.getBoolean("leaving"));
        }
    }
}
