// What one build leaves for the next: so only what changed is made again.
const folders = [".slugline", "public"];

module.exports = {
  onPreBuild: ({ utils }) => utils.cache.restore(folders),
  onPostBuild: ({ utils }) => utils.cache.save(folders),
};
