package dev.agentpost.mail.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code james-conf/settings.properties} as shipped says what the code does. */
class ShippedSettingsTest {
    private static final Path SHIPPED = Path.of("..", "james-conf", "settings.properties");
    private static final Pattern COMMENTED_OUT = Pattern.compile("(?m)^#([A-Z_]+=.*)$");

    private static List<String> commentedOut() throws IOException {
        return COMMENTED_OUT
                .matcher(Files.readString(SHIPPED))
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    @Test
    void everySettingShouldBeThereOnceWithItsDefault() throws IOException {
        assertThat(commentedOut())
                .containsExactlyInAnyOrderElementsOf(Stream.of(Setting.values())
                        .map(setting -> setting + "=" + setting.byDefault().orElse(""))
                        .toList());
    }

    @Test
    void fileShouldChangeNothing() {
        assertThat(WrittenSettings.read(Map.of(), SHIPPED.getParent()).variables())
                .isEmpty();
    }

    @Test
    void fileWithoutItsCommentSignsShouldChangeNothing(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve(WrittenSettings.FILE), commentedOut());

        assertThat(ServerSettings.from(WrittenSettings.read(Map.of(), folder)))
                .isEqualTo(ServerSettings.from(Map.of()));
    }
}
