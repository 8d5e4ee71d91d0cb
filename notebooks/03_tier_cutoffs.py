# %% [markdown]
# # 三、等级划线：线划在哪里？换一个比例会怎样？
#
# 看三件事：各组的划线和线上线下的差距、各组名额、比例改变时谁的等级随之改变。
# 差距很小的线最容易引起异议，会上应先看这些线。

# %%
import xiaoben_analytics as xb
from xiaoben_analytics import findings
from xiaoben_analytics.labels import HEADINGS, points

# %%
folder = xb.chosen_folder()  # 学校文件夹：打开工作簿时选定的；也可直接写，如 r"D:\我的学校"
policy = xb.chosen_policy()  # 考核办法：打开时选定的；也可直接写，如 "county-110"

result = xb.open_school(folder, policy)

# %% [markdown]
# ## 按考核办法划线
# 每组由高到低排列；把鼠标停在点上看名次和各项得分。

# %%
xb.plot_tier_cutoffs(result)

# %%
print(findings.finding_tiers(result.cutoffs))

# %%
lines = result.cutoffs.astype(object).fillna("")
for_readers = result.cutoffs[["cutoff", "gap"]].map(points, na_action="ignore")
lines.assign(**for_readers.fillna("")).rename(columns=HEADINGS)

# %% [markdown]
# ## 如果换一个比例
# 拖动滑块，或选中滑块后按方向键：图、名额和等级改变的名单随之更新，原来的结果不变。

# %%
panel = xb.TierExplorer(result)
panel
