package dev.agentpost.mail.filterrule.webadmin;

import dev.agentpost.mail.admin.webadmin.AdminError;
import dev.agentpost.mail.admin.webadmin.JsonBody;
import dev.agentpost.mail.filterrule.Direction;
import dev.agentpost.mail.filterrule.FilterRule;
import dev.agentpost.mail.filterrule.MatchType;
import dev.agentpost.mail.filterrule.RuleAction;
import dev.agentpost.mail.filterrule.RulePattern;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import spark.Request;

/**
 * The body of a creation.
 *
 * @param inbox an address or an id, not looked up yet
 */
record FilterRuleRequest(
        Direction direction, RuleAction action, RulePattern pattern, Optional<String> inbox, Optional<String> reason) {

    /** @throws AdminError naming the field */
    static FilterRuleRequest read(Request request) {
        JsonBody body = JsonBody.read(request, "direction", "action", "match_type", "value", "inbox", "reason");
        Direction direction = direction(body.requiredText("direction"));
        RuleAction action = choice(
                "action",
                RuleAction.parse(body.requiredText("action")),
                Stream.of(RuleAction.values()).map(RuleAction::value));
        MatchType matchType = choice(
                "match_type",
                MatchType.parse(body.requiredText("match_type")),
                Stream.of(MatchType.values()).map(MatchType::value));
        return new FilterRuleRequest(
                direction,
                action,
                pattern(matchType, body.requiredText("value")),
                body.optionalText("inbox"),
                body.optionalText("reason").map(FilterRuleRequest::checkedReason));
    }

    static Direction direction(String text) {
        return choice(
                "direction",
                Direction.parse(text),
                Stream.of(Direction.values()).map(Direction::value));
    }

    private static <T> T choice(String field, Optional<T> chosen, Stream<String> allowed) {
        return chosen.orElseThrow(
                () -> AdminError.badField(field, "must be one of " + allowed.collect(Collectors.joining(", "))));
    }

    private static RulePattern pattern(MatchType matchType, String value) {
        try {
            return RulePattern.parse(matchType, value);
        } catch (IllegalArgumentException e) {
            throw AdminError.badField("value", JsonBody.printable(e.getMessage()));
        }
    }

    private static String checkedReason(String reason) {
        try {
            FilterRule.checkReason(reason);
            return reason;
        } catch (IllegalArgumentException e) {
            throw AdminError.badField("reason", e);
        }
    }
}
