package dev.agentpost.mail.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.cassandra.TestCassandra;
import dev.agentpost.mail.cassandra.embedded.EmbeddedCassandra;
import dev.agentpost.mail.cassandra.embedded.EmbeddedCassandraConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;
import org.apache.james.core.healthcheck.ResultStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** "A Cassandra that we did not start is asked at connection for its commit log mode". */
class CommitLogCheckTest {
    @RegisterExtension
    static final CassandraExtension BATCH = new CassandraExtension();

    @TempDir
    private static Path folder;

    private static EmbeddedCassandra periodic;
    private static CqlSession periodicSession;

    @BeforeAll
    static void startCassandraWithItsOwnDefault() throws IOException {
        EmbeddedCassandraConfiguration ours = TestCassandra.configuration(folder.resolve("data"));
        Path templates = folder.resolve("conf");
        FileUtils.copyDirectory(ours.confDirectory().toFile(), templates.toFile());
        Path yaml = templates.resolve("cassandra.yaml");
        Files.writeString(
                yaml,
                Files.readString(yaml)
                        .replace("commitlog_sync: batch", "commitlog_sync: periodic\ncommitlog_sync_period: 10000ms"));
        periodic = EmbeddedCassandra.start(
                EmbeddedCassandraConfiguration.of(ours.dataDirectory(), ours.libDirectory(), templates, ours.logFile()),
                step -> {});
        periodicSession = TestCassandra.sessionTo(periodic).build();
    }

    @AfterAll
    static void stopCassandra() {
        periodicSession.close();
        periodic.close();
    }

    @Test
    void periodicShouldBeRefused() {
        CommitLogCheck testee = new CommitLogCheck(false);

        assertThatThrownBy(() -> testee.accept(periodicSession))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("commitlog_sync: periodic")
                .hasMessageContaining("ALLOW_PERIODIC_COMMITLOG=true");
    }

    @Test
    void periodicShouldBeAcceptedWhenTheOperatorSaysSo() {
        CommitLogCheck testee = new CommitLogCheck(true);

        assertThatCode(() -> testee.accept(periodicSession)).doesNotThrowAnyException();
    }

    @Test
    void healthShouldReportAnAcceptedPeriodic() {
        CommitLogCheck testee = new CommitLogCheck(true);

        testee.accept(periodicSession);

        assertThat(testee.check().block().getStatus()).isEqualTo(ResultStatus.DEGRADED);
    }

    @Test
    void batchShouldBeAccepted() {
        CommitLogCheck testee = new CommitLogCheck(false);

        testee.accept(BATCH.session());

        assertThat(testee.check().block().getStatus()).isEqualTo(ResultStatus.HEALTHY);
    }
}
