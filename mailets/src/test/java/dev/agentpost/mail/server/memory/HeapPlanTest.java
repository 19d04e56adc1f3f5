package dev.agentpost.mail.server.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.server.configuration.HeapSettings;
import dev.agentpost.mail.server.configuration.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeapPlanTest {
    private static final HeapSettings NOTHING_SET = set(null, null);

    @ParameterizedTest
    @CsvSource({
        "1280,256,192",
        "1536,416,272",
        "2048,720,480",
        "2112,768,512",
        "4096,1360,896",
        "8192,2048,1024",
        "65536,2048,1024"
    })
    void heapsShouldFollowTheLimitOfTheContainer(long mebibytes, int server, int cassandra) {
        HeapPlan plan = HeapPlan.of(NOTHING_SET, true, container(mebibytes));

        assertThat(plan.server()).isEqualTo(server);
        assertThat(plan.cassandra()).isEqualTo(cassandra);
        assertThat(plan.needed()).isLessThanOrEqualTo((int) mebibytes);
        assertThat(plan.warning()).isEmpty();
    }

    @Test
    void tableOfTheDocumentationShouldBeTrue() throws IOException {
        Pattern row = Pattern.compile("\\| (\\d+) MiB[^|]*\\| (\\d+) MiB \\| (\\d+) MiB \\|");

        List<Matcher> rows = Files.readAllLines(Path.of("..", "docker", "README.md")).stream()
                .map(row::matcher)
                .filter(Matcher::matches)
                .toList();

        assertThat(rows).hasSize(5).allSatisfy(cells -> {
            HeapPlan plan = HeapPlan.of(NOTHING_SET, true, container(Long.parseLong(cells.group(1))));
            assertThat(plan.server()).isEqualTo(Integer.parseInt(cells.group(2)));
            assertThat(plan.cassandra()).isEqualTo(Integer.parseInt(cells.group(3)));
        });
    }

    @ParameterizedTest
    @CsvSource({"1536,416,272", "2112,768,512", "65536,768,512"})
    void machineShouldBeSharedWithOthers(long mebibytes, int server, int cassandra) {
        HeapPlan plan = HeapPlan.of(NOTHING_SET, true, new MemoryLimit(mebibytes, false));

        assertThat(plan.server()).isEqualTo(server);
        assertThat(plan.cassandra()).isEqualTo(cassandra);
    }

    @ParameterizedTest
    @CsvSource({"2048,true,false", "4096,true,true", "2048,false,true"})
    void othersShouldHaveWhatTheContainerLeaves(long mebibytes, boolean container, boolean left) {
        HeapPlan plan = HeapPlan.of(NOTHING_SET, true, new MemoryLimit(mebibytes, container));

        assertThat(plan.leaves(512)).isEqualTo(left);
    }

    @Test
    void containerThatIsTooSmallShouldBeRefusedWithTheFigures() {
        assertThatThrownBy(() -> HeapPlan.of(NOTHING_SET, true, container(1279)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("this container has 1279 MiB of memory, and the server with its Cassandra may take 1280:"
                        + " SERVER_HEAP 256, CASSANDRA_HEAP 192, beside them 832; give it more, or set SERVER_HEAP and"
                        + " CASSANDRA_HEAP lower");
    }

    @Test
    void machineThatIsTooSmallShouldBeWarnedOf() {
        assertThat(HeapPlan.of(NOTHING_SET, true, new MemoryLimit(1024, false)).warning())
                .contains("this machine has 1024 MiB of memory, and the server with its Cassandra may take 1280:"
                        + " SERVER_HEAP 256, CASSANDRA_HEAP 192, beside them 832");
    }

    @Test
    void whatIsSetShouldWin() {
        HeapPlan plan = HeapPlan.of(set(300, 200), true, container(8192));

        assertThat(plan.server()).isEqualTo(300);
        assertThat(plan.cassandra()).isEqualTo(200);
    }

    @Test
    void whatIsSetForOneShouldLeaveTheRestForTheOther() {
        assertThat(HeapPlan.of(set(512, null), true, container(1536)).cassandra())
                .isEqualTo(192);
        assertThat(HeapPlan.of(set(null, 256), true, container(1536)).server()).isEqualTo(448);
    }

    @Test
    void heapsThatMayNotFitShouldBeWarnedOfWithTheFigures() {
        assertThat(HeapPlan.of(set(768, 512), true, container(1536)).warning())
                .contains("this container has 1536 MiB of memory, and the server with its Cassandra may take 2112:"
                        + " SERVER_HEAP 768, CASSANDRA_HEAP 512, beside them 832, and is killed when it takes more");
    }

    @Test
    void heapsThatTakeTheWholeContainerShouldBeRefused() {
        assertThatThrownBy(() -> HeapPlan.of(set(1024, 512), true, container(1536)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("this container has 1536 MiB of memory")
                .hasMessageContaining("SERVER_HEAP 1024, CASSANDRA_HEAP 512");
        assertThat(HeapPlan.of(set(1023, 512), true, container(1536)).warning()).isPresent();
    }

    @Test
    void serverShouldHaveAllWhereTheCassandraIsAnothers() {
        assertThat(HeapPlan.of(NOTHING_SET, false, container(1024)))
                .isEqualTo(new HeapPlan(528, 0, 1020, container(1024)));
        assertThat(HeapPlan.of(set(null, 4096), false, container(2048)).server())
                .isEqualTo(1152);
    }

    @Test
    void serverAloneShouldBeRefusedWhereItDoesNotGoIn() {
        assertThatThrownBy(() -> HeapPlan.of(NOTHING_SET, false, container(747)))
                .hasMessage("this container has 747 MiB of memory, and the server may take 748: SERVER_HEAP 256, beside"
                        + " them 492; give it more, or set SERVER_HEAP lower");
        assertThat(HeapPlan.of(NOTHING_SET, false, container(748)).server()).isEqualTo(256);
    }

    private static HeapSettings set(Integer server, Integer cassandra) {
        return new HeapSettings(Optional.ofNullable(server), Optional.ofNullable(cassandra));
    }

    private static MemoryLimit container(long mebibytes) {
        return new MemoryLimit(mebibytes, true);
    }
}
