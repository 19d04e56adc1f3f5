package dev.agentpost.mail.inbox.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The single steps on the tables of {@link InboxSchema}, each of them atomic. */
final class InboxTables {

    /** A row of {@code inbox_by_organization}. */
    record Listed(InboxId id, InboxAddress email) {}

    /** Who has an address: an inbox as its own, or an alias. */
    record Found(Optional<Inbox> inbox, Optional<AliasTables.Alias> alias, boolean leaving) {}

    private final StoreSession session;
    private final PreparedStatement insert;
    private final PreparedStatement select;
    private final PreparedStatement update;
    private final PreparedStatement setLeaving;
    private final PreparedStatement delete;
    private final PreparedStatement insertListing;
    private final PreparedStatement selectListing;
    private final PreparedStatement selectListed;
    private final PreparedStatement deleteListing;
    private final PreparedStatement insertClaim;
    private final PreparedStatement deleteClaim;

    InboxTables(CqlSession cqlSession) {
        session = new StoreSession(cqlSession);
        insert = session.prepareConditional(
                "INSERT INTO inbox (email, id, organization_id, display_name, client_id, send_paused, created_at)"
                        + " VALUES (:email, :id, :organization_id, :display_name, :client_id, :send_paused,"
                        + " :created_at) IF NOT EXISTS");
        select = session.prepare("SELECT email, id, organization_id, display_name, client_id, send_paused, created_at,"
                + " alias_of, leaving FROM inbox WHERE email = :email");
        update = session.prepareConditional("UPDATE inbox SET send_paused = :send_paused, display_name = :display_name"
                + " WHERE email = :email IF id = :id");
        setLeaving = session.prepareConditional(
                "UPDATE inbox SET leaving = true WHERE email = :email IF id = :id AND alias_of = null");
        delete = session.prepareConditional("DELETE FROM inbox WHERE email = :email IF id = :id AND alias_of = null");
        insertListing = session.prepare("INSERT INTO inbox_by_organization (organization_id, inbox_id, email)"
                + " VALUES (:organization_id, :inbox_id, :email)");
        selectListing = session.prepare("SELECT inbox_id, email FROM inbox_by_organization"
                + " WHERE organization_id = :organization_id AND inbox_id > :after");
        selectListed = session.prepare("SELECT inbox_id, email FROM inbox_by_organization"
                + " WHERE organization_id = :organization_id AND inbox_id = :inbox_id");
        deleteListing = session.prepare("DELETE FROM inbox_by_organization"
                + " WHERE organization_id = :organization_id AND inbox_id = :inbox_id");
        insertClaim = session.prepareConditional(
                "INSERT INTO inbox_client_id (organization_id, client_id, id, email, display_name, send_paused,"
                        + " created_at) VALUES (:organization_id, :client_id, :id, :email, :display_name,"
                        + " :send_paused, :created_at) IF NOT EXISTS");
        deleteClaim = session.prepareConditional("DELETE FROM inbox_client_id"
                + " WHERE organization_id = :organization_id AND client_id = :client_id IF id = :id");
    }

    /** Empty when the address is nobody's own, or that of an inbox that is leaving. */
    Mono<Inbox> find(InboxAddress email) {
        return findHolder(email).filter(found -> !found.leaving()).flatMap(found -> Mono.justOrEmpty(found.inbox()));
    }

    Mono<Inbox> findLeaving(InboxAddress email) {
        return findHolder(email).filter(Found::leaving).flatMap(found -> Mono.justOrEmpty(found.inbox()));
    }

    /** Empty when the address is nobody's. */
    Mono<Found> findHolder(InboxAddress address) {
        return session.readRow(select.bind(address.asString())).map(InboxTables::found);
    }

    /** The inbox whose own address or alias this is. */
    Mono<Inbox> findOwner(InboxAddress address) {
        return findHolder(address).filter(found -> !found.leaving()).flatMap(found -> found.alias()
                .map(alias -> find(alias.inbox()).filter(alias::isOf))
                .orElseGet(() -> Mono.justOrEmpty(found.inbox())));
    }

    private static Found found(Row row) {
        Optional<AliasTables.Alias> alias = AliasTables.alias(row);
        return new Found(
                alias.isPresent() ? Optional.empty() : Optional.of(inbox(row)), alias, row.getBoolean("leaving"));
    }

    /** Who has the address afterwards: empty when the given inbox has, whoever made it, and is not leaving. */
    Mono<Optional<AliasTables.Holder>> claimAddress(Inbox inbox) {
        return session.writeConditionally(bound(insert, inbox))
                .map(answer -> StoreSession.isApplied(answer)
                        ? Optional.<AliasTables.Holder>empty()
                        : Optional.of(AliasTables.Holder.of(answer)))
                .map(holder -> holder.filter(found -> found.alias().isPresent()
                        || found.leaving()
                        || !found.inboxId().equals(inbox.id())));
    }

    Mono<Boolean> update(Inbox inbox, Optional<Boolean> sendPaused, Optional<Optional<String>> displayName) {
        BoundStatement ofInbox = update.bind()
                .setString("email", inbox.email().asString())
                .setString("id", inbox.id().value());
        BoundStatement withPaused = StoreSession.setIfPresent(
                ofInbox, sendPaused, (statement, paused) -> statement.setBoolean("send_paused", paused));
        BoundStatement withName = StoreSession.setIfPresent(
                withPaused, displayName, (statement, name) -> statement.setString("display_name", name.orElse(null)));
        return session.writeConditionally(withName).map(StoreSession::isApplied);
    }

    Mono<Void> setLeaving(Inbox inbox) {
        return session.writeConditionally(
                        setLeaving.bind(inbox.email().asString(), inbox.id().value()))
                .then();
    }

    Mono<Void> freeAddress(Inbox inbox) {
        return session.writeConditionally(
                        delete.bind(inbox.email().asString(), inbox.id().value()))
                .then();
    }

    Mono<Void> enlist(Inbox inbox) {
        return session.write(insertListing.bind(
                inbox.organizationId().value(),
                inbox.id().value(),
                inbox.email().asString()));
    }

    Flux<Listed> listed(OrganizationId organizationId, Optional<InboxId> after) {
        return session.readRows(selectListing.bind(
                        organizationId.value(), after.map(InboxId::value).orElse("")))
                .map(InboxTables::listed);
    }

    Mono<Listed> listed(OrganizationId organizationId, InboxId id) {
        return session.readRow(selectListed.bind(organizationId.value(), id.value()))
                .map(InboxTables::listed);
    }

    Mono<Void> delist(Inbox inbox) {
        return session.write(
                deleteListing.bind(inbox.organizationId().value(), inbox.id().value()));
    }

    /** The inbox that has the client_id afterwards: the given one, or that of an earlier claim. */
    Mono<Inbox> claimClientId(Inbox inbox) {
        return session.writeConditionally(bound(insertClaim, inbox))
                .map(answer -> StoreSession.isApplied(answer) ? inbox : inbox(answer));
    }

    /** Does nothing when the inbox has no client_id or another inbox has claimed it. */
    Mono<Void> freeClientId(Inbox inbox) {
        return Mono.justOrEmpty(inbox.clientId())
                .flatMap(clientId -> session.writeConditionally(deleteClaim.bind(
                        inbox.organizationId().value(), clientId, inbox.id().value())))
                .then();
    }

    private static BoundStatement bound(PreparedStatement statement, Inbox inbox) {
        BoundStatement required = statement
                .bind()
                .setString("email", inbox.email().asString())
                .setString("id", inbox.id().value())
                .setString("organization_id", inbox.organizationId().value())
                .setBoolean("send_paused", inbox.sendPaused())
                .setInstant("created_at", inbox.createdAt());
        BoundStatement named = StoreSession.setIfPresent(
                required, inbox.displayName(), (bound, name) -> bound.setString("display_name", name));
        return StoreSession.setIfPresent(
                named, inbox.clientId(), (bound, clientId) -> bound.setString("client_id", clientId));
    }

    private static Inbox inbox(Row row) {
        return new Inbox(
                InboxId.of(row.getString("id")),
                OrganizationId.of(row.getString("organization_id")),
                address(row),
                Optional.ofNullable(row.getString("display_name")),
                Optional.ofNullable(row.getString("client_id")),
                row.getBoolean("send_paused"),
                row.getInstant("created_at"));
    }

    private static Listed listed(Row row) {
        return new Listed(InboxId.of(row.getString("inbox_id")), address(row));
    }

    private static InboxAddress address(Row row) {
        return InboxAddress.parse(row.getString("email")).orElseThrow();
    }
}
