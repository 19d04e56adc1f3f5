package dev.agentpost.mail.integration.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.integration.harness.ComposeProject;
import dev.agentpost.mail.integration.harness.Docker;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code docker/compose.cassandra.yaml}: the mail server, and Cassandra in a container of its own. */
@Timeout(3_600)
class OutsideCassandraIT implements DeployedMailContract {
    private static ComposeProject project;
    private static TestInbox inbox;

    @BeforeAll
    @Timeout(3_600)
    static void start() {
        String cassandra = Docker.buildUpon("localtest/cassandra", "integration-tests/src/containers/cassandra");
        project = new ComposeProject(
                "compose.cassandra.yaml",
                "agentpost-outside-it",
                Map.of("AGENTPOST_IMAGE", Docker.image(), "CASSANDRA_IMAGE", cassandra));
        project.up();
        inbox = project.firstInbox();
    }

    @AfterAll
    static void remove() {
        if (project != null) {
            project.close();
        }
    }

    @Override
    public ComposeProject project() {
        return project;
    }

    @Override
    public TestInbox inbox() {
        return inbox;
    }

    @Test
    void noCassandraShouldRunBesideTheServer() {
        assertThat(project.inMailContainer("agentpost", "status", "--json")).contains("\"cassandra\":null}}");
        assertThat(project.inMailContainer("ls", "data")).doesNotContain("cassandra");
    }
}
