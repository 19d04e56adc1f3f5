package dev.agentpost.mail.cassandra.schema;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.schema.KeyspaceMetadata;
import dev.agentpost.mail.cassandra.ConnectionSettings;
import dev.agentpost.mail.cassandra.TableSchema;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.james.backends.cassandra.components.CassandraModule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes and upgrades the keyspace's tables at start.
 *
 * <p>Runs under a lease in Cassandra, so that nodes which start together take turns. What an interrupted run left out
 * is made by the next one: a table counts as there when it is there, and the version is written last.
 */
public final class SchemaCreation {
    /** Raise by one with each change of a table that exists already, and add the change to {@link #UPGRADES}. */
    public static final int VERSION = 7;

    /** The statements that lead from version n to n + 1, at index n - 1; each may be run again. */
    private static final List<List<String>> UPGRADES = List.of(
            List.of("ALTER TABLE folder_by_owner ADD IF NOT EXISTS names_version uuid STATIC"),
            List.of(
                    "ALTER TABLE IF EXISTS folder_message ADD IF NOT EXISTS held_by text",
                    "ALTER TABLE IF EXISTS folder_message ADD IF NOT EXISTS bcc text"),
            List.of("ALTER TABLE IF EXISTS move_intent ADD IF NOT EXISTS undeletes boolean"),
            List.of("ALTER TABLE IF EXISTS message_content"
                    + " WITH compression = {'class': 'LZ4Compressor', 'chunk_length_in_kb': 16}"),
            List.of("ALTER TABLE IF EXISTS inbox ADD IF NOT EXISTS alias_of text"),
            List.of("ALTER TABLE IF EXISTS inbox ADD IF NOT EXISTS leaving boolean"));

    private static final String OUR_VERSION = "agentpost";
    private static final Duration DDL_TIMEOUT = Duration.ofSeconds(60);
    private static final Pattern TABLE_NAME =
            Pattern.compile("CREATE\\s+TABLE\\s+IF\\s+NOT\\s+EXISTS\\s+\"?(\\w+)\"?", Pattern.CASE_INSENSITIVE);
    private static final Logger LOGGER = LoggerFactory.getLogger(SchemaCreation.class);

    private final CqlSession session;
    private final CassandraModule jamesTables;
    private final List<String> ourStatements;
    private final Consumer<String> progress;

    public SchemaCreation(
            CqlSession session,
            Set<CassandraModule> jamesTables,
            Set<TableSchema> ourTables,
            Consumer<String> progress) {
        this.session = session;
        this.jamesTables = CassandraModule.aggregateModules(List.copyOf(jamesTables));
        this.ourStatements = Stream.concat(
                        Stream.of("CREATE TABLE IF NOT EXISTS schema_version (name text PRIMARY KEY, version int)"
                                + " WITH comment = 'versions of the tables of this keyspace'"),
                        ourTables.stream().map(TableSchema::statements).flatMap(Collection::stream))
                .toList();
        this.progress = progress;
    }

    /** Makes the keyspace unless it is there: an operator may have made it with a replication of their own. */
    public static void createKeyspace(CqlSession sessionWithoutKeyspace, ConnectionSettings settings) {
        if (sessionWithoutKeyspace
                .getMetadata()
                .getKeyspace(CqlIdentifier.fromInternal(settings.keyspace()))
                .isPresent()) {
            return;
        }
        sessionWithoutKeyspace.execute(ddl("CREATE KEYSPACE IF NOT EXISTS "
                + CqlIdentifier.fromInternal(settings.keyspace()).asCql(false)
                + " WITH replication = {'class': 'NetworkTopologyStrategy', '" + settings.localDatacenter() + "': "
                + settings.replicationFactor() + "} AND durable_writes = true"));
    }

    /** @throws SchemaTooRecentException when a newer server has upgraded the tables */
    public void run() {
        if (isComplete()) {
            return;
        }
        try (SchemaLease lease = SchemaLease.acquire(session, progress)) {
            session.refreshSchema();
            if (isComplete()) {
                return;
            }
            createAll(lease);
        }
    }

    private boolean isComplete() {
        KeyspaceMetadata keyspace = keyspace();
        Optional<Integer> version = ourVersion(keyspace);
        version.filter(found -> found > VERSION).ifPresent(found -> {
            throw new SchemaTooRecentException(found, VERSION);
        });
        return version.equals(Optional.of(VERSION))
                && jamesTables.moduleTables().stream()
                        .allMatch(table -> keyspace.getTable(table.getName()).isPresent())
                && ourStatements.stream()
                        .flatMap(statement -> tableName(statement).stream())
                        .allMatch(table -> keyspace.getTable(table).isPresent());
    }

    private void createAll(SchemaLease lease) {
        LOGGER.info("making the tables of keyspace {}", session.getKeyspace().orElseThrow());
        Optional<Integer> before = ourVersion(keyspace());
        // Re-reading the whole schema after each statement would take longer than the statements.
        session.setSchemaMetadataEnabled(false);
        JamesTables james = new JamesTables(session, jamesTables);
        try {
            executeAll(james.missingTypes(keyspace()), lease);
            session.setSchemaMetadataEnabled(null);
            session.refreshSchema();
            session.setSchemaMetadataEnabled(false);
            executeAll(james.missingTables(keyspace()), lease);
            KeyspaceMetadata keyspace = keyspace();
            executeAll(
                    ourStatements.stream()
                            .filter(statement -> tableName(statement)
                                    .flatMap(keyspace::getTable)
                                    .isEmpty())
                            .toList(),
                    lease);
            before.ifPresent(version -> upgradeFrom(version, lease));
        } finally {
            session.setSchemaMetadataEnabled(null);
            session.refreshSchema();
        }
        session.execute(SimpleStatement.newInstance(
                "INSERT INTO schema_version (name, version) VALUES (?, ?)", OUR_VERSION, VERSION));
    }

    private void upgradeFrom(int version, SchemaLease lease) {
        for (int from = version; from < VERSION; from++) {
            LOGGER.info("upgrading the tables from version {} to {}", from, from + 1);
            executeAll(UPGRADES.get(from - 1), lease);
        }
    }

    private void executeAll(List<String> statements, SchemaLease lease) {
        int done = 0;
        for (String statement : statements) {
            progress.accept("making tables, " + ++done + " of " + statements.size());
            lease.renew();
            session.execute(ddl(statement));
        }
    }

    private Optional<Integer> ourVersion(KeyspaceMetadata keyspace) {
        if (keyspace.getTable("schema_version").isEmpty()) {
            return Optional.empty();
        }
        Row row = session.execute(
                        SimpleStatement.newInstance("SELECT version FROM schema_version WHERE name = ?", OUR_VERSION))
                .one();
        return Optional.ofNullable(row).map(found -> found.getInt("version"));
    }

    private KeyspaceMetadata keyspace() {
        return session.getMetadata()
                .getKeyspace(session.getKeyspace().orElseThrow())
                .orElseThrow();
    }

    static Optional<String> tableName(String statement) {
        Matcher matcher = TABLE_NAME.matcher(statement);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static SimpleStatement ddl(String statement) {
        return SimpleStatement.newInstance(statement).setTimeout(DDL_TIMEOUT);
    }
}
