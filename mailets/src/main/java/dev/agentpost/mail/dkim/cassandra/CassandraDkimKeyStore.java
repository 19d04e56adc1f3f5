package dev.agentpost.mail.dkim.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.dkim.DkimKey;
import dev.agentpost.mail.dkim.DkimKeyStore;
import java.nio.ByteBuffer;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keys in the table of {@link DkimSchema}. Safe for use by many threads and nodes. */
public final class CassandraDkimKeyStore implements DkimKeyStore {
    private final StoreSession session;
    private final PreparedStatement insert;
    private final PreparedStatement select;
    private final PreparedStatement delete;

    @Inject
    public CassandraDkimKeyStore(CqlSession cqlSession) {
        session = new StoreSession(cqlSession);
        insert = session.prepareConditional("INSERT INTO dkim_key (domain, number, pkcs8, created_at)"
                + " VALUES (:domain, :number, :pkcs8, :created_at) IF NOT EXISTS");
        select = session.prepare("SELECT domain, number, pkcs8, created_at FROM dkim_key WHERE domain = :domain");
        delete = session.prepareConditional(
                "DELETE FROM dkim_key WHERE domain = :domain AND number = :number IF EXISTS");
    }

    @Override
    public Mono<Void> add(DkimKey key) {
        return Mono.defer(() -> session.writeConditionally(
                        insert.bind(key.domain(), key.number(), ByteBuffer.wrap(key.pkcs8()), key.createdAt())))
                .then();
    }

    @Override
    public Flux<DkimKey> list(String domain) {
        return Flux.defer(() -> session.readRows(select.bind(domain))).map(CassandraDkimKeyStore::parse);
    }

    @Override
    public Mono<Void> delete(String domain, int number) {
        return Mono.defer(() -> session.writeConditionally(delete.bind(domain, number)))
                .then();
    }

    private static DkimKey parse(Row row) {
        ByteBuffer stored = row.getByteBuffer("pkcs8");
        byte[] pkcs8 = new byte[stored.remaining()];
        stored.get(pkcs8);
        return DkimKey.of(row.getString("domain"), row.getInt("number"), pkcs8, row.getInstant("created_at"));
    }
}
