package dev.agentpost.mail.mailboxstore.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.mailboxstore.MessageFlags.SystemFlag;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionTest {
    private static final Condition SEEN = new Trait.Flag(SystemFlag.SEEN);
    private static final Condition LARGE = new Trait.Size(Comparison.GREATER, 10);
    private static final Condition BODY = new Trait.Body(Needle.of("x"));

    private static Facts only(Condition known, Verdict verdict) {
        return trait -> trait.equals(known) ? verdict : Verdict.OPEN;
    }

    @Test
    void andShouldNeedNothingMoreWhenOneDoesNotHold() {
        assertThat(Condition.and(List.of(SEEN, BODY)).given(only(SEEN, Verdict.NO)))
                .isEqualTo(Condition.NONE);
    }

    @Test
    void andShouldAskForTheRestWhenOneHolds() {
        assertThat(Condition.and(List.of(SEEN, BODY)).given(only(SEEN, Verdict.YES)))
                .isEqualTo(BODY);
    }

    @Test
    void orShouldNeedNothingMoreWhenOneHolds() {
        assertThat(Condition.or(List.of(BODY, SEEN)).given(only(SEEN, Verdict.YES)))
                .isEqualTo(Condition.ALL);
    }

    @Test
    void notShouldTurnWhatIsKnown() {
        assertThat(Condition.not(SEEN).given(only(SEEN, Verdict.NO))).isEqualTo(Condition.ALL);
        assertThat(Condition.not(SEEN).given(only(SEEN, Verdict.YES))).isEqualTo(Condition.NONE);
    }

    @Test
    void notOfAnUndecidedOrShouldStayOpen() {
        Condition condition = Condition.not(Condition.or(List.of(SEEN, BODY)));

        assertThat(condition.given(only(SEEN, Verdict.NO))).isEqualTo(Condition.not(BODY));
        assertThat(condition.given(only(SEEN, Verdict.YES))).isEqualTo(Condition.NONE);
    }

    @Test
    void nothingNewShouldLeaveTheVerySameCondition() {
        Condition condition = Condition.and(List.of(Condition.not(SEEN), Condition.or(List.of(LARGE, BODY))));

        assertThat(condition.given(trait -> Verdict.OPEN)).isSameAs(condition);
    }

    @Test
    void noConditionShouldBeHeldByEveryMessage() {
        assertThat(Condition.and(List.of())).isEqualTo(Condition.ALL);
        assertThat(Condition.or(List.of())).isEqualTo(Condition.NONE);
    }

    @Test
    void needsShouldLookIntoNotAndOr() {
        Condition condition = Condition.and(List.of(SEEN, Condition.not(Condition.or(List.of(LARGE, BODY)))));

        assertThat(condition.needs(Source.BODY)).isTrue();
        assertThat(condition.needs(Source.ROW)).isTrue();
        assertThat(condition.needs(Source.ENVELOPE)).isFalse();
    }
}
