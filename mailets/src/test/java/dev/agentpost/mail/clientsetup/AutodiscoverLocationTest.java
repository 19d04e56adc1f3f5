package dev.agentpost.mail.clientsetup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutodiscoverLocationTest {
    @ParameterizedTest
    @CsvSource({
        "443, https://mail.example.org/autodiscover/autodiscover.xml",
        "8443, https://mail.example.org:8443/autodiscover/autodiscover.xml"
    })
    void autodiscoverShouldBeFoundOverTls(int port, String url) {
        assertThat(new AutodiscoverLocation("mail.example.org", port).find("autodiscoverv1"))
                .isEqualTo(new AutodiscoverLocation.Answer(true, Map.of("Protocol", "AutodiscoverV1", "Url", url)));
    }

    @ParameterizedTest
    @CsvSource({"'', MandatoryParameterMissing", "ActiveSync, ProtocolNotSupported", "Ews, ProtocolNotSupported"})
    void otherServicesShouldBeAnError(String protocol, String code) {
        AutodiscoverLocation.Answer answer = new AutodiscoverLocation("mail.example.org", 443).find(protocol);

        assertThat(answer.found()).isFalse();
        assertThat(answer.fields()).containsEntry("ErrorCode", code).containsKey("ErrorMessage");
    }

    @Test
    void errorShouldNotRepeatWhatWasSent() {
        assertThat(new AutodiscoverLocation("mail.example.org", 443)
                        .find("<script>")
                        .fields()
                        .toString())
                .doesNotContain("<script>");
    }
}
