/* Checks a flow as a gateway does: check FLOW [POLICY]
 *
 * Prints the findings and the fingerprint. Exit code 0 where the flow holds, 1 where it does not, 2 for anything else. */
#include "flow_core.h"

#include <stdalign.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST_TEXT = 64 * 1024, LONGEST_POLICY = 4 * 1024, WORKSPACE = 16 * 1024 };

static uint8_t flow_bytes[LONGEST_TEXT];
static uint8_t policy_bytes[LONGEST_POLICY];
static alignas(FLOW_WORKSPACE_ALIGN) uint8_t memory[WORKSPACE];

static int read_file(const char *path, uint8_t *room, size_t size, flow_text *text)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return 0;
    }
    text->bytes = room;
    text->len = fread(room, 1, size, file);
    int whole = feof(file) != 0 || fgetc(file) == EOF;
    fclose(file);
    if (!whole) {
        fprintf(stderr, "%s: longer than %zu bytes\n", path, size);
    }
    return whole;
}

static int print_finding(const flow_workspace *workspace, flow_text flow, uint32_t number)
{
    static const char *const severities[] = {"note", "warning", "error"};
    flow_finding finding;
    char pointer[128];
    char message[160];
    size_t needed = 0;
    if (flow_finding_at(workspace, flow, number, &finding) != FLOW_OK
        || flow_finding_text(workspace, flow, number, FLOW_POINTER, pointer, sizeof pointer, NULL) != FLOW_OK
        || flow_finding_text(workspace, flow, number, FLOW_MESSAGE, message, sizeof message, &needed) != FLOW_OK) {
        return 0;
    }
    printf("%s %s %u:%u %s: %s%s\n", finding.code, severities[finding.severity], (unsigned)finding.line,
           (unsigned)finding.column, pointer, message, needed > strlen(message) ? "…" : "");
    return 1;
}

int main(int count, char **arguments)
{
    flow_text flow;
    flow_demands demands = {{NULL, 0}, NULL};
    flow_workspace *workspace = NULL;
    flow_result result;

    if (count < 2 || flow_abi_version() != FLOW_ABI_VERSION) {
        fprintf(stderr, "usage: %s FLOW [POLICY]\n", arguments[0]);
        return 2;
    }
    if (!read_file(arguments[1], flow_bytes, sizeof flow_bytes, &flow)
        || (count > 2 && !read_file(arguments[2], policy_bytes, sizeof policy_bytes, &demands.policy))) {
        return 2;
    }
    if (flow_init(memory, sizeof memory, FLOW_PRESET_GATEWAY, &workspace) != FLOW_OK) {
        fprintf(stderr, "a workspace takes %zu bytes\n", flow_workspace_size(FLOW_PRESET_GATEWAY));
        return 2;
    }

    flow_status status = flow_check(workspace, flow, &demands, &result);
    for (uint32_t number = 0; status >= 0 && number < result.kept; number++) {
        if (!print_finding(workspace, flow, number)) {
            return 2;
        }
    }
    switch (status) {
    case FLOW_OK:
        printf("accepted, %u nodes, fingerprint ", (unsigned)result.nodes);
        for (size_t at = 0; at < FLOW_FINGERPRINT_BYTES; at++) {
            printf("%02x", result.fingerprint[at]);
        }
        puts("");
        break;
    case FLOW_INVALID:
        printf("refused: %u errors\n", (unsigned)result.errors);
        return 1;
    case FLOW_AGAINST_POLICY:
        puts("refused: against the policy");
        return 1;
    default:
        fprintf(stderr, "status %d\n", (int)status);
        return 2;
    }

    /* From now on only this very flow. */
    demands.fingerprint = result.fingerprint;
    flow_result again;
    return flow_check(workspace, flow, &demands, &again) == FLOW_OK ? 0 : 2;
}
