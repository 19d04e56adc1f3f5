package dev.agentpost.mail.server.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupMemoryTest {
    private static final long GIBIBYTE = 1L << 30;

    @TempDir
    Path root;

    @Test
    void version2ShouldBeReadWhereTheProcessIs() throws IOException {
        write("proc/self/cgroup", "0::/system.slice/mail.service\n");
        write("sys/fs/cgroup/system.slice/mail.service/memory.max", "1610612736\n");

        assertThat(limit()).isEqualTo(1536L << 20);
    }

    @Test
    void version2ShouldBeReadInAContainerThatSeesItsGroupAsTheRoot() throws IOException {
        write("proc/self/cgroup", "0::/\n");
        write("sys/fs/cgroup/memory.max", GIBIBYTE + "\n");

        assertThat(limit()).isEqualTo(GIBIBYTE);
    }

    @Test
    void version1ShouldBeReadWhereTheProcessIs() throws IOException {
        write("proc/self/cgroup", "5:devices:/\n4:cpu,memory:/mail\n0::/\n");
        write("sys/fs/cgroup/memory/mail/memory.limit_in_bytes", GIBIBYTE + "\n");

        assertThat(limit()).isEqualTo(GIBIBYTE);
    }

    @Test
    void version1ShouldBeReadInAContainerWhoseGroupIsNamedAsTheMachineSeesIt() throws IOException {
        write("proc/self/cgroup", "4:memory:/docker/0123abcd\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", GIBIBYTE + "\n");

        assertThat(limit()).isEqualTo(GIBIBYTE);
    }

    @Test
    void lowestOnTheWayUpShouldCount() throws IOException {
        write("proc/self/cgroup", "0::/pod/container\n");
        write("sys/fs/cgroup/pod/memory.max", GIBIBYTE + "\n");
        write("sys/fs/cgroup/pod/container/memory.max", 2 * GIBIBYTE + "\n");

        assertThat(limit()).isEqualTo(GIBIBYTE);
    }

    @Test
    void groupWithoutALimitShouldHaveNone() throws IOException {
        write("proc/self/cgroup", "4:memory:/\n0::/mail\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        write("sys/fs/cgroup/mail/memory.max", "max\n");

        assertThat(new CgroupMemory(root).limit()).isEmpty();
    }

    @Test
    void machineWithoutControlGroupsShouldHaveNone() {
        assertThat(new CgroupMemory(root).limit()).isEmpty();
    }

    @Test
    void groupThatLeadsOutOfTheMountShouldHaveNone() throws IOException {
        write("proc/self/cgroup", "0::/../../other\n");
        write("sys/fs/other/memory.max", GIBIBYTE + "\n");

        assertThat(new CgroupMemory(root).limit()).isEmpty();
    }

    @Test
    void limitShouldBeOfTheContainerUnlessTheMachineHasLess() throws IOException {
        write("proc/self/cgroup", "0::/\n");
        write("sys/fs/cgroup/memory.max", GIBIBYTE + "\n");

        assertThat(MemoryLimit.of(new CgroupMemory(root), 8 * GIBIBYTE)).isEqualTo(new MemoryLimit(1024, true));
        assertThat(MemoryLimit.of(new CgroupMemory(root), GIBIBYTE)).isEqualTo(new MemoryLimit(1024, true));
        assertThat(MemoryLimit.of(new CgroupMemory(root), GIBIBYTE / 2)).isEqualTo(new MemoryLimit(512, false));
        assertThat(MemoryLimit.of(new CgroupMemory(root.resolve("none")), GIBIBYTE))
                .isEqualTo(new MemoryLimit(1024, false));
    }

    private long limit() {
        return new CgroupMemory(root).limit().orElseThrow();
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
