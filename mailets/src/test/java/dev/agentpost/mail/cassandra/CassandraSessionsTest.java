package dev.agentpost.mail.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.config.DriverExecutionProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CassandraSessionsTest {
    @TempDir
    private Path folder;

    @Test
    void configurationShouldAskForAQuorumUnlessToldOtherwise() {
        DriverExecutionProfile profile = profile(CassandraSessions.configuration(Optional.empty()));

        assertThat(profile.getString(DefaultDriverOption.REQUEST_CONSISTENCY)).isEqualTo("QUORUM");
        assertThat(profile.getString(DefaultDriverOption.REQUEST_SERIAL_CONSISTENCY))
                .isEqualTo("SERIAL");
    }

    @Test
    void configurationShouldTakeWhatTheOperatorsFileSays() throws IOException {
        Path file = Files.writeString(
                folder.resolve("cassandra-driver.conf"),
                "datastax-java-driver { basic.request.consistency = LOCAL_QUORUM }");

        DriverExecutionProfile profile = profile(CassandraSessions.configuration(Optional.of(file)));

        assertThat(profile.getString(DefaultDriverOption.REQUEST_CONSISTENCY)).isEqualTo("LOCAL_QUORUM");
    }

    @Test
    void configurationShouldKeepWhatTheOperatorsFileDoesNotSay() throws IOException {
        Path file = Files.writeString(
                folder.resolve("cassandra-driver.conf"),
                "datastax-java-driver { basic.request.consistency = LOCAL_QUORUM }");

        DriverExecutionProfile profile = profile(CassandraSessions.configuration(Optional.of(file)));

        assertThat(profile.getDuration(DefaultDriverOption.REQUEST_TIMEOUT)).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void configurationShouldTakeTheShippedFile() {
        Path shipped = Path.of("..", "james-conf", "cassandra-driver.conf");

        DriverExecutionProfile profile = profile(CassandraSessions.configuration(Optional.of(shipped)));

        assertThat(shipped).exists();
        assertThat(profile.getString(DefaultDriverOption.REQUEST_CONSISTENCY)).isEqualTo("QUORUM");
    }

    private static DriverExecutionProfile profile(DriverConfigLoader loader) {
        return loader.getInitialConfig().getDefaultProfile();
    }
}
