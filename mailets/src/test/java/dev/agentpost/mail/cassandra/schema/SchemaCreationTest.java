package dev.agentpost.mail.cassandra.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.cassandra.TableSchema;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.james.backends.cassandra.components.CassandraModule;
import org.apache.james.mailrepository.cassandra.CassandraMailRepositoryModule;
import org.apache.james.mailrepository.cassandra.CassandraMailRepositoryUrlModule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SchemaCreationTest {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension();

    private static final Set<CassandraModule> JAMES_TABLES =
            Set.of(CassandraMailRepositoryModule.MODULE, CassandraMailRepositoryUrlModule.MODULE);
    private static final Set<TableSchema> OUR_TABLES =
            Set.of(TableSchema.of("CREATE TABLE IF NOT EXISTS note (id text PRIMARY KEY, text text)"));

    private CqlSession session;

    @BeforeEach
    void emptyKeyspace() {
        session = CASSANDRA.session();
        session.execute("SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?", CASSANDRA.keyspace())
                .forEach(row -> session.execute("DROP TABLE \"" + row.getString("table_name") + '"'));
        session.execute("SELECT type_name FROM system_schema.types WHERE keyspace_name = ?", CASSANDRA.keyspace())
                .forEach(row -> session.execute("DROP TYPE \"" + row.getString("type_name") + '"'));
    }

    @Test
    void runShouldMakeTheTablesOfJamesAndOurs() {
        creation(session).run();

        assertThat(tables()).contains("mailrepositorykeys", "mailrepositoryurls", "note", "schema_version");
    }

    @Test
    void runShouldWriteTheVersion() {
        creation(session).run();

        assertThat(ourVersion()).isEqualTo(SchemaCreation.VERSION);
    }

    @Test
    void runShouldDoNothingWhenEverythingIsThere() {
        creation(session).run();
        session.execute("INSERT INTO note (id, text) VALUES ('1', 'kept')");

        creation(session).run();

        assertThat(session.execute("SELECT text FROM note").one().getString("text"))
                .isEqualTo("kept");
    }

    @Test
    void runShouldFinishWhatAnInterruptedRunBegan() {
        creation(session).run();
        session.execute("DROP TABLE note");
        session.execute("TRUNCATE schema_version");

        creation(session).run();

        assertThat(tables()).contains("note");
        assertThat(ourVersion()).isEqualTo(SchemaCreation.VERSION);
    }

    @Test
    void runShouldUpgradeTheNamesOfFoldersOfTheFirstVersion() {
        creation(session).run();
        session.execute("CREATE TABLE folder_by_owner (owner text, name text, folder_id uuid, uid_validity bigint,"
                + " PRIMARY KEY ((owner), name))");
        session.execute("INSERT INTO folder_by_owner (owner, name) VALUES ('alice', 'Work')");
        session.execute("INSERT INTO schema_version (name, version) VALUES ('agentpost', 1)");

        creation(session).run();

        assertThat(session.execute("SELECT name, names_version FROM folder_by_owner")
                        .one()
                        .getString("name"))
                .isEqualTo("Work");
        assertThat(ourVersion()).isEqualTo(SchemaCreation.VERSION);
    }

    @Test
    void runShouldAddTheColumnOfVersionFour() {
        Set<TableSchema> thirdVersion =
                Set.of(TableSchema.of("CREATE TABLE IF NOT EXISTS move_intent (id uuid PRIMARY KEY)"));
        new SchemaCreation(session, JAMES_TABLES, thirdVersion, step -> {}).run();

        for (int time = 0; time < 2; time++) {
            // the second time as after a run that was interrupted before it wrote the version
            session.execute("INSERT INTO schema_version (name, version) VALUES ('agentpost', 3)");
            new SchemaCreation(session, JAMES_TABLES, thirdVersion, step -> {}).run();

            session.execute("SELECT undeletes FROM move_intent");
            assertThat(ourVersion()).isEqualTo(SchemaCreation.VERSION);
        }
    }

    @Test
    void runShouldMakeATableThatALaterReleaseAdds() {
        creation(session).run();
        Set<TableSchema> more = Set.of(
                OUR_TABLES.iterator().next(),
                TableSchema.of("CREATE TABLE IF NOT EXISTS reminder (id text PRIMARY KEY)"));

        new SchemaCreation(session, JAMES_TABLES, more, step -> {}).run();

        assertThat(tables()).contains("reminder");
    }

    @Test
    void runShouldAddTheColumnsOfVersionThree() {
        Set<TableSchema> secondVersion =
                Set.of(TableSchema.of("CREATE TABLE IF NOT EXISTS folder_message (folder_id uuid PRIMARY KEY)"));
        new SchemaCreation(session, JAMES_TABLES, secondVersion, step -> {}).run();
        session.execute("INSERT INTO schema_version (name, version) VALUES ('agentpost', 2)");

        new SchemaCreation(session, JAMES_TABLES, secondVersion, step -> {}).run();

        session.execute("SELECT held_by, bcc FROM folder_message");
        assertThat(ourVersion()).isEqualTo(SchemaCreation.VERSION);
    }

    @Test
    void runShouldRefuseTablesOfANewerServer() {
        creation(session).run();
        session.execute("INSERT INTO schema_version (name, version) VALUES ('agentpost', 4711)");

        assertThatThrownBy(() -> creation(session).run())
                .isInstanceOf(SchemaTooRecentException.class)
                .hasMessageContaining("4711");
    }

    @Test
    void simultaneousRunsShouldNotDisturbEachOther() {
        ExecutorService nodes = Executors.newFixedThreadPool(3);
        List<CqlSession> sessions =
                Stream.generate(this::anotherSession).limit(3).toList();
        try {
            List<CompletableFuture<Void>> runs = sessions.stream()
                    .map(node -> CompletableFuture.runAsync(() -> creation(node).run(), nodes))
                    .toList();

            runs.forEach(CompletableFuture::join);

            assertThat(tables()).contains("mailrepositorykeys", "mailrepositoryurls", "note");
        } finally {
            sessions.forEach(CqlSession::close);
            nodes.shutdownNow();
        }
    }

    private CqlSession anotherSession() {
        return CASSANDRA
                .newSession()
                .withKeyspace(CqlIdentifier.fromInternal(CASSANDRA.keyspace()))
                .build();
    }

    private static SchemaCreation creation(CqlSession session) {
        return new SchemaCreation(session, JAMES_TABLES, OUR_TABLES, step -> {});
    }

    private List<String> tables() {
        return session.execute(
                        "SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?", CASSANDRA.keyspace())
                .map(row -> row.getString("table_name"))
                .all();
    }

    private int ourVersion() {
        return session.execute("SELECT version FROM schema_version WHERE name = 'agentpost'")
                .one()
                .getInt("version");
    }
}
