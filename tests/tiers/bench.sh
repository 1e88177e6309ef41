# The validator beside its peers, in one table; figures are shown, not judged.
# Needs:

check "comparison with the peers" cargo bench --quiet --locked -p facesign-benches --bench compare
show "comparison with the peers"
