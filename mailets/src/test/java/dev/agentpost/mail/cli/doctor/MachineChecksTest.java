package dev.agentpost.mail.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.cli.doctor.Finding.Status;
import dev.agentpost.mail.server.memory.HeapPlan;
import dev.agentpost.mail.server.memory.MemoryLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineChecksTest {
    @TempDir
    Path folder;

    private MachineChecks checks() {
        return new MachineChecks(folder, Clock.systemUTC());
    }

    @ParameterizedTest
    @CsvSource({"209715199,fail", "209715200,warn", "2147483647,warn", "2147483648,ok"})
    void diskShouldHaveRoom(long usable, Status status) {
        assertThat(MachineChecks.disk(usable, 1L << 40).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"2047,warn", "2048,ok"})
    void memoryShouldSufficeForBothHeaps(long mebibytes, Status status) {
        HeapPlan heaps = new HeapPlan(768, 512, 2048, new MemoryLimit(mebibytes, false));

        assertThat(MachineChecks.memory(heaps).status()).isEqualTo(status);
    }

    @Test
    void secretsShouldBeForTheirOwner() throws IOException {
        Path token = Files.writeString(folder.resolve("admin-token"), "secret");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        assertThat(checks().secrets(Stream.empty())).extracting(Finding::status).containsExactly(Status.ok);

        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r-----"));

        assertThat(checks().secrets(Stream.empty())).singleElement().satisfies(finding -> {
            assertThat(finding.status()).isEqualTo(Status.fail);
            assertThat(finding.advice()).contains("chmod 600 " + token);
        });
    }

    @Test
    void secretElsewhereShouldBeLookedAtToo() throws IOException {
        Path key = Files.writeString(folder.resolve("operator.key"), "secret");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw----r--"));

        assertThat(checks().secrets(Stream.of(key))).extracting(Finding::status).containsExactly(Status.fail);
    }

    @Test
    void clockThatWasSetBackShouldBeFound() throws IOException {
        Path file = Files.writeString(folder.resolve("server.lock"), "1");
        Instant written = Instant.parse("2026-11-21T10:00:00Z");
        Files.setLastModifiedTime(file, FileTime.from(written));

        assertThat(at(written).clock().status()).isEqualTo(Status.ok);
        assertThat(at(written.minusSeconds(5)).clock().status()).isEqualTo(Status.ok);
        assertThat(at(written.minusSeconds(6)).clock().status()).isEqualTo(Status.fail);
    }

    @ParameterizedTest
    @CsvSource({"500,ok", "-500,ok", "501,warn", "-30000,warn", "30001,fail", "-30001,fail"})
    void clockShouldBeNearTheTimeServers(long offset, Status status) {
        assertThat(MachineChecks.time("time.example", Optional.of(Duration.ofMillis(offset)))
                        .status())
                .isEqualTo(status);
    }

    @Test
    void clockThatIsBehindShouldBeSaidSo() {
        assertThat(MachineChecks.time("time.example", Optional.of(Duration.ofSeconds(2)))
                        .message())
                .isEqualTo("this clock is -2.000 s from time.example");
    }

    @Test
    void timeServerThatIsSilentShouldBeNoFinding() {
        assertThat(MachineChecks.time("time.example", Optional.empty()).status())
                .isEqualTo(Status.ok);
    }

    private MachineChecks at(Instant now) {
        return new MachineChecks(folder, Clock.fixed(now, ZoneOffset.UTC));
    }
}
