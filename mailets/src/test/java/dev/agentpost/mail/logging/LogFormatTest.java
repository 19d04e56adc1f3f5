package dev.agentpost.mail.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.MDC;

/** The shipped logback.xml. */
class LogFormatTest {
    @TempDir
    Path folder;

    private List<String> log(String format) throws Exception {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(MDC.getMDCAdapter());
        context.putProperty("agentpost.logs", folder.toString());
        context.putProperty("agentpost.log.format", format);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Path.of("../james-conf/logback.xml").toFile());
        Logger logger = context.getLogger("dev.agentpost.mail.Test");
        try (MDC.MDCCloseable ignored = MDC.putCloseable("key", "key_1")) {
            logger.info("refused {}", "say \"no\"\nand go");
            logger.warn("failed", new IllegalStateException("down"));
        }
        context.stop();
        return Files.readAllLines(folder.resolve("server.log"));
    }

    @Test
    void jsonShouldBeOneObjectOnEachLine() throws Exception {
        List<String> lines = log("json");

        assertThat(lines).hasSize(2);
        JsonNode first = new ObjectMapper().readTree(lines.get(0));
        assertThat(first.path("formattedMessage").asText()).isEqualTo("refused say \"no\"\nand go");
        assertThat(first.path("level").asText()).isEqualTo("INFO");
        assertThat(first.path("loggerName").asText()).isEqualTo("dev.agentpost.mail.Test");
        assertThat(first.path("timestamp").asLong()).isPositive();
        assertThat(first.path("mdc").path("key").asText()).isEqualTo("key_1");
        assertThat(new ObjectMapper()
                        .readTree(lines.get(1))
                        .path("throwable")
                        .path("message")
                        .asText())
                .isEqualTo("down");
    }

    @Test
    void textShouldSayWhatIsKnownOfTheRequest() throws Exception {
        assertThat(log("text").get(0)).contains(" INFO ", "[key=key_1] refused say");
    }

    /** Standard error, which is the log of a container. */
    @Test
    void textShouldBeTheSameOnTheConsole() throws Exception {
        Matcher pattern = Pattern.compile("<pattern>(.*)</pattern>")
                .matcher(Files.readString(Path.of("../james-conf/logback.xml")));

        assertThat(pattern.results().map(found -> found.group(1)))
                .hasSize(2)
                .satisfies(all -> assertThat(Set.copyOf(all)).hasSize(1));
    }
}
