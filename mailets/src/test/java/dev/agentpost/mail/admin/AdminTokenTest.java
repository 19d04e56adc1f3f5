package dev.agentpost.mail.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class AdminTokenTest {
    private static final String TOKEN = "ap_admin_0123456789abcdef";

    @Test
    void tokenShouldMatchItself() {
        assertThat(new AdminToken(TOKEN).matches(TOKEN)).isTrue();
    }

    @Test
    void tokenShouldNotMatchItsBeginning() {
        assertThat(new AdminToken(TOKEN).matches(TOKEN.substring(0, TOKEN.length() - 1)))
                .isFalse();
    }

    @Test
    void tokenShouldNotMatchTheEmptyText() {
        assertThat(new AdminToken(TOKEN).matches("")).isFalse();
    }

    @Test
    void tokenShouldNotShowInAString() {
        assertThat(new AdminToken(TOKEN)).hasToString("***");
    }

    @Test
    void generatedTokensShouldDiffer() {
        SecureRandom random = new SecureRandom();

        String first = AdminToken.generate(random).reveal();
        String second = AdminToken.generate(random).reveal();

        assertThat(first).matches("ap_admin_[0-9a-f]{64}").isNotEqualTo(second);
    }

    @Test
    void shortTokenShouldBeRefused() {
        assertThatThrownBy(() -> new AdminToken("secret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 16");
    }

    @Test
    void tokenOfTwoLinesShouldBeRefused() {
        assertThatThrownBy(() -> new AdminToken(TOKEN + "\n" + TOKEN)).isInstanceOf(IllegalArgumentException.class);
    }
}
