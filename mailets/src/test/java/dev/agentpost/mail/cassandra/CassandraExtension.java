package dev.agentpost.mail.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class a session on a fresh keyspace of a real Cassandra, which all test classes of a JVM share.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final CassandraExtension CASSANDRA = new CassandraExtension(InboxSchema.TABLES);
 *
 * @BeforeEach
 * void setUp() {
 *     CASSANDRA.truncateTables();
 *     store = new CassandraInboxStore(CASSANDRA.session());
 * }
 * }</pre>
 */
public final class CassandraExtension implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
    private final List<TableSchema> schemas;
    private String keyspace;
    private CqlSession session;

    public CassandraExtension() {
        this(new TableSchema[0]);
    }

    /** @param schemas made before the first test */
    public CassandraExtension(TableSchema... schemas) {
        this.schemas = List.of(schemas);
    }

    public CqlSession session() {
        return session;
    }

    public String keyspace() {
        return keyspace;
    }

    /** For further sessions, without a keyspace. */
    public CqlSessionBuilder newSession() {
        return TestCassandra.sessionTo(TestCassandra.shared());
    }

    public void createTables(TableSchema... tables) {
        Stream.of(tables).flatMap(table -> table.statements().stream()).forEach(session::execute);
    }

    /** Empties all tables of the keyspace. */
    public void truncateTables() {
        session.execute("SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?", keyspace)
                .map(row -> row.getString("table_name"))
                .forEach(table -> session.execute("TRUNCATE \"" + table + '"'));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (session != null) {
            return;
        }
        keyspace = TestCassandra.newKeyspace();
        session = newSession().withKeyspace(keyspace).build();
        createTables(schemas.toArray(TableSchema[]::new));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        // Called for nested classes too; the outermost one ends the session.
        if (context.getRequiredTestClass().getEnclosingClass() == null) {
            session.close();
            session = null;
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == CqlSession.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return session;
    }
}
