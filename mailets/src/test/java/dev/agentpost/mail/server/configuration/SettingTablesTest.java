package dev.agentpost.mail.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tables of docker/README.md say what the code does. */
class SettingTablesTest {
    private static final Path README = Path.of("..", "docker", "README.md");
    private static final Pattern RANGE = Pattern.compile("(\\d+) to (\\d+)");
    private static final Pattern CHOICES = Pattern.compile("(`\\w+`, )*`\\w+` or `\\w+`");
    private static final Pattern QUOTED = Pattern.compile("`([^`]*)`");

    private static List<Row> rows;

    private record Row(
            String variable, String byDefault, String container, String allowed, String effect, String what) {
        static Row of(String line) {
            String[] cells = line.split("\\|", -1);
            assertThat(cells).as(line).hasSize(8);
            return new Row(
                    cells[1].strip().replace("`", ""),
                    cells[2].strip(),
                    cells[3].strip(),
                    cells[4].strip(),
                    cells[5].strip(),
                    cells[6].strip());
        }
    }

    @BeforeAll
    static void read() throws IOException {
        rows = Files.readAllLines(README).stream()
                .filter(line -> line.startsWith("| `"))
                .map(Row::of)
                .toList();
    }

    @Test
    void everyVariableThatIsReadShouldStandInATableOnceAndNoOther() {
        assertThat(rows)
                .extracting(Row::variable)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Setting.values()).map(Setting::name).toList());
    }

    @Test
    void defaultShouldBeThatOfTheCode() {
        assertThat(rows).allSatisfy(row -> Setting.valueOf(row.variable())
                .byDefault()
                .ifPresentOrElse(
                        value -> assertThat(row.byDefault()).as(row.variable()).isEqualTo("`" + value + "`"),
                        () -> assertThat(row.byDefault()).as(row.variable()).doesNotMatch("`[^`A-Z]*`|\\d+")));
    }

    /** That of API_TLS follows from the address. */
    @Test
    void defaultOfTheContainerShouldBeThatOfItsImage() {
        Map<String, String> image = SettingLines.read(Path.of("..", "docker", WrittenSettings.IMAGE_FILE))
                .values();

        assertThat(image).isNotEmpty();
        assertThat(rows).allSatisfy(row -> {
            String container = row.container().isEmpty() ? row.byDefault() : row.container();
            if (image.containsKey(row.variable())) {
                assertThat(container).as(row.variable()).isEqualTo("`" + image.get(row.variable()) + "`");
            } else if (QUOTED.matcher(row.container()).matches()) {
                assertThat(row.variable()).isEqualTo("API_TLS");
            }
        });
    }

    @Test
    void everyColumnShouldSaySomething() {
        assertThat(rows).allSatisfy(row -> assertThat(List.of(row.allowed(), row.effect(), row.what()))
                .as(row.variable())
                .doesNotContain(""));
    }

    @Test
    void endsOfARangeShouldBeAllowedAndWhatLiesBeyondRefused() {
        assertThat(rows)
                .filteredOn(row -> RANGE.matcher(row.allowed()).find())
                .hasSizeGreaterThan(15)
                .allSatisfy(row -> {
                    Matcher range = RANGE.matcher(row.allowed());
                    assertThat(range.find()).isTrue();
                    long least = Long.parseLong(range.group(1));
                    long most = Long.parseLong(range.group(2));
                    assertAllowed(row.variable(), least);
                    assertAllowed(row.variable(), most);
                    assertRefused(row.variable(), least - 1);
                    assertRefused(row.variable(), most + 1);
                });
    }

    @Test
    void everyChoiceShouldBeAllowedAndAnythingElseRefused() {
        assertThat(rows)
                .filteredOn(row -> CHOICES.matcher(row.allowed()).matches())
                .hasSizeGreaterThan(7)
                .allSatisfy(row -> {
                    Matcher choice = QUOTED.matcher(row.allowed());
                    while (choice.find()) {
                        assertAllowed(row.variable(), choice.group(1));
                    }
                    assertRefused(row.variable(), "something");
                });
    }

    private static void assertAllowed(String variable, Object value) {
        assertThatCode(() -> ServerSettings.from(with(variable, value)))
                .as("%s=%s", variable, value)
                .doesNotThrowAnyException();
    }

    private static void assertRefused(String variable, Object value) {
        assertThatThrownBy(() -> ServerSettings.from(with(variable, value)))
                .as("%s=%s", variable, value)
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(variable + "=" + value + " is not allowed: ");
    }

    /** With what the mode smarthost needs. */
    private static Map<String, String> with(String variable, Object value) {
        Map<String, String> variables = new HashMap<>(Map.of("SMARTHOST_URL", "smtp://relay.example.org"));
        variables.put(variable, value.toString());
        return variables;
    }
}
